//! The icons that there are, as names and as lines to draw on a field of 20 by 20.

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Something is wrong or odd.
    Alert,
    /// To the list.
    Back,
    /// Signed by the site.
    BadgeCheck,
    /// The rules.
    Book,
    /// A bubble: what is no channel that is known here.
    Bubble,
    /// Advice.
    Bulb,
    /// Things to buy.
    Cart,
    /// Something attached.
    Clip,
    /// Done.
    Check,
    /// Done at the other end too.
    Checks,
    /// Nothing is known.
    Circle,
    /// Not yet.
    Clock,
    /// Away with it.
    Cross,
    /// Towards the end.
    Down,
    /// A file to fetch.
    Download,
    /// A letter.
    Envelope,
    /// Seen.
    Eye,
    /// By a machine.
    Gear,
    /// A handset with a screen.
    Handset,
    /// The list.
    Inbox,
    /// Digits.
    Keypad,
    /// A link.
    Link,
    /// Two become one.
    Merge,
    /// For colleagues alone.
    Lock,
    /// Further actions.
    More,
    /// Into another place.
    Move,
    /// The whole desk at once.
    Columns,
    /// Narrowed down.
    Filter,
    /// A document.
    Page,
    /// Written anew.
    Pencil,
    /// A person.
    Person,
    /// A telephone.
    Phone,
    /// A telephone in a bubble.
    PhoneBubble,
    /// Something to look at.
    Picture,
    /// A place on a map.
    Pin,
    /// One more.
    Plus,
    /// Once more.
    Reopen,
    /// An answer to something.
    Reply,
    /// To look for.
    Search,
    /// Off it goes.
    Send,
    /// Proven.
    ShieldCheck,
    /// The way out.
    SignOut,
    /// Not wanted.
    Stop,
    /// A label.
    Tag,
    /// Two bubbles.
    Talk,
    /// Towards the beginning.
    Up,
    /// A text that stands ready.
    Template,
    /// The product's own mark: threads that cross.
    Weave,
}

impl Icon {
    /// Its lines, in the language of an SVG path's `d`.
    #[must_use]
    pub const fn lines(self) -> &'static str {
        match self {
            Self::Alert => "M10 3.2 17.6 16.4H2.4ZM10 8v3.8M10 14.1v.1",
            Self::Back => "M12.5 4.5 7 10l5.5 5.5",
            Self::BadgeCheck => {
                "M10 2.4l1.9 1.5 2.4-.2.7 2.3 2 1.4-.8 2.3.8 2.3-2 1.4-.7 2.3-2.4-.2L10 17l-1.9-1.5-2.4.2-.7-2.3-2-1.4.8-2.3L3 7.4 5 6l.7-2.3 2.4.2ZM7.4 9.8l1.9 1.9 3.4-3.6"
            }
            Self::Book => {
                "M5.400 3.400h9.200v13.200H5.400c-.9 0-1.600-.7-1.600-1.600V5c0-.9.7-1.600 1.600-1.600ZM3.800 15c0-.9.7-1.600 1.600-1.600h9.200M7.200 6.600h4.600M7.200 9.400h3"
            }
            Self::Bubble => {
                "M5 4.400h10c.8 0 1.400.6 1.400 1.400v6.400c0 .8-.6 1.400-1.400 1.400H9.400L6 16.400v-2.800H5c-.8 0-1.400-.6-1.400-1.400V5.800c0-.8.6-1.400 1.400-1.400Z"
            }
            Self::Bulb => {
                "M7.600 13.400c-1.700-1-2.800-2.600-2.800-4.600a5.200 5.200 0 0 1 10.400 0c0 2-1.100 3.600-2.800 4.600v1.600H7.600ZM8.400 17.400h3.200"
            }
            Self::Cart => "M2.600 3.600h2l1.800 8.800h8.200l1.600-6.200H5.200M7.600 15.800h.1M13.400 15.800h.1",
            Self::Keypad => "M5 5h.1M10 5h.1M15 5h.1M5 10h.1M10 10h.1M15 10h.1M5 15h.1M10 15h.1M15 15h.1",
            Self::Merge => {
                "M4.600 3.400c0 4.400 5.400 3.600 5.400 8v5M15.400 3.400c0 4.400-5.400 3.600-5.400 8M7.200 13.800 10 16.600l2.800-2.800"
            }
            Self::Move => "M3.400 10h9M9.200 6.800 12.400 10l-3.200 3.200M11.800 4h4.600v12h-4.600",
            Self::Page => "M5.400 2.800h6l3.400 3.400v11H5.400ZM11.200 2.900v3.500h3.500",
            Self::Pencil => "M13.400 3.400l3.200 3.200L7 16.200l-3.900.7.700-3.900ZM11.400 5.400l3.200 3.200",
            Self::Picture => "M3.600 4h12.800v12H3.600ZM3.600 13.400l3.600-3.600 3 3 2.200-2.200 4 4M12.600 7.200h.1",
            Self::Pin => {
                "M10 17.400c3.500-3.400 5.200-6 5.200-8.400a5.200 5.200 0 0 0-10.400 0c0 2.400 1.700 5 5.200 8.400ZM10 7.200a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600Z"
            }
            Self::Plus => "M10 4.400v11.200M4.400 10h11.200",
            Self::Reply => "M8 5 3.600 9.400 8 13.800M3.800 9.400H11c3 0 5.200 1.800 5.400 5.400",
            Self::Search => "M9 3.800a5.200 5.200 0 1 1 0 10.400 5.200 5.200 0 0 1 0-10.400ZM12.900 12.900l3.700 3.700",
            Self::Stop => "M10 3.200a6.800 6.800 0 1 1 0 13.600 6.800 6.800 0 0 1 0-13.600ZM5.300 5.300l9.400 9.400",
            Self::Template => "M4 3.600h12v12.800H4ZM7 7.200h6M7 10h6M7 12.800h3.400",
            Self::Check => "M4.5 10.5 8.3 14.3 15.8 6",
            Self::Checks => "M1.8 10.6 5.4 14.2 11.6 6.6M9.6 13.4l.8.8L18 6.6",
            Self::Circle => "M10 3.4a6.6 6.6 0 1 1 0 13.2 6.6 6.6 0 0 1 0-13.2ZM7.4 10h5.2",
            Self::Columns => "M3.4 3.6h13.2v12.8H3.4ZM7.8 3.6v12.8M12.2 3.6v12.8",
            Self::Filter => "M3.4 5h13.2M5.8 10h8.4M8.4 15h3.2",
            Self::Clock => "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 6.2V10l2.6 1.8",
            Self::Clip => {
                "M14.600 8.600 9.200 14a3.200 3.200 0 0 1-4.500-4.500l6-6a2.200 2.200 0 0 1 3.100 3.100l-5.800 5.800a1.100 1.100 0 0 1-1.600-1.600L11.600 5.600"
            }
            Self::Down => "M5 7.500 10 12.500l5-5",
            Self::Up => "M5 12.500 10 7.500l5 5",
            Self::Lock => "M5 9.200h10v7.400H5ZM7 9V6.400a3 3 0 0 1 6 0V9M10 12v1.800",
            Self::Cross => "M5 5l10 10M15 5 5 15",
            Self::Download => "M10 3.5v8.5M6.4 8.6 10 12.2l3.6-3.6M4 15.8h12",
            Self::Envelope => {
                "M4.4 4.5h11.2c.8 0 1.4.6 1.4 1.4v8.2c0 .8-.6 1.4-1.4 1.4H4.4c-.8 0-1.4-.6-1.4-1.4V5.9c0-.8.6-1.4 1.4-1.4ZM3.4 6.2 10 11l6.6-4.8"
            }
            Self::Eye => {
                "M2 10s3-5.2 8-5.2S18 10 18 10s-3 5.2-8 5.2S2 10 2 10ZM10 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z"
            }
            Self::Gear => {
                "M10 7.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM10 2.6v2.2M10 15.2v2.2M2.6 10h2.2M15.2 10h2.2M4.8 4.8l1.5 1.5M13.7 13.7l1.5 1.5M15.2 4.8l-1.5 1.5M6.3 13.7l-1.5 1.5"
            }
            Self::Inbox => "M3 11.5 5.2 4.6h9.6L17 11.5v4H3ZM3 11.5h4c.3 1.5 1.4 2.3 3 2.3s2.700-.8 3-2.300h4",
            Self::Link => {
                "M8.4 11.6a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.300-4.300l-1 1M11.600 8.400a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1-1"
            }
            Self::More => "M4.500 10h.1M10 10h.1M15.500 10h.1",
            Self::Person => {
                "M10 3.600a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400ZM3.800 16.600c.7-3 3-4.500 6.200-4.500s5.500 1.500 6.200 4.500"
            }
            Self::Phone => {
                "M5.200 3.200 7.400 3l1.500 3.600-1.600 1.600c.9 1.900 2.600 3.600 4.500 4.500l1.600-1.600L17 12.600l-.2 2.200c-.1 1.200-1 2-2.200 1.900C8.500 16.100 3.900 11.500 3.300 5.400c-.1-1.200.7-2.100 1.900-2.200Z"
            }
            Self::PhoneBubble => {
                "M10 2.800a7.200 7.200 0 1 1-3.400 13.500L3 17.200l.9-3.500A7.200 7.200 0 0 1 10 2.800ZM7.700 6.900l.9-.1.7 1.600-.7.7c.5.9 1.100 1.600 2 2.100l.8-.7 1.600.8-.1.9c-.1.600-.5.900-1.100.9-2.500-.3-4.500-2.400-4.900-4.900 0-.7.300-1.200.8-1.300Z"
            }
            Self::Handset => {
                "M6.400 2.600h7.200c.7 0 1.200.5 1.200 1.200v12.400c0 .7-.5 1.200-1.200 1.200H6.400c-.7 0-1.200-.5-1.200-1.200V3.800c0-.7.5-1.200 1.200-1.200ZM9 14.800h2M7.600 6h4.800M7.600 8.600h3.200"
            }
            Self::Reopen => "M4 10a6 6 0 1 0 1.900-4.400L4 7.300M4 3.600v3.700h3.700",
            Self::Send => "M3.200 9.200 16.800 3.400 12.200 17l-3-5.800ZM9.200 11.200l3.400-3.600",
            Self::ShieldCheck => {
                "M10 2.600 16 4.800v4.700c0 3.700-2.400 6.400-6 7.900-3.600-1.500-6-4.200-6-7.900V4.800ZM7.300 9.900l2 2 3.500-3.700"
            }
            Self::SignOut => {
                "M11.500 3.600H5c-.6 0-1 .4-1 1v10.800c0 .6.4 1 1 1h6.500M8.500 10H17M13.800 6.800 17 10l-3.200 3.200"
            }
            Self::Talk => {
                "M3.600 3.600h8.200c.7 0 1.200.5 1.200 1.200v4.900c0 .7-.5 1.200-1.200 1.200H7.300L4.400 13v-2.100h-.8c-.7 0-1.200-.5-1.200-1.200V4.800c0-.7.5-1.200 1.200-1.200ZM15.400 7.400h1c.7 0 1.200.5 1.200 1.200v4.900c0 .7-.5 1.200-1.200 1.200h-.8v2.100l-2.900-2.100H9.200c-.6 0-1-.3-1.200-.8"
            }
            Self::Tag => "M3.200 3.200h6.300l7.300 7.300-6.300 6.300-7.300-7.300ZM6.600 6.600h.1",
            Self::Weave => {
                "M2.500 6.500c3.500 0 4 7 7.500 7s4-7 7.500-7M2.500 13.500c1.800 0 2.800-1.800 3.700-3.500M13.800 10c.9 1.700 1.900 3.500 3.700 3.500M8.600 7.300c.5-.5.9-.8 1.400-.8s.9.300 1.400.8"
            }
        }
    }
}
