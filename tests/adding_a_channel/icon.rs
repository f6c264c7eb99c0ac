        "pigeon" => Icon::Bubble,
