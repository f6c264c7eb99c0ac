//! End to end: the built product on workerd, spoken to as people and their programs speak to it.
//!
//! Every test takes a site of its own in one shared deployment; those that break things start a deployment for
//! themselves. The names are the claims.

// A panic here is a failed test, said where it happened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod access;
mod account;
mod admin_screens;
mod agents_files;
mod answering_at_once;
mod api;
mod as_dev_runs;
mod attachments;
mod automatic;
mod brought_files;
mod browser_walk;
mod by_hand;
mod card;
mod comes_back;
mod compliance;
mod composer;
mod concurrency;
mod corpora;
mod demo_shop;
mod desk_attacks;
mod desk_thread;
mod example_pages;
mod five_channels;
mod forgery;
mod found_words;
mod guide;
mod handoff;
mod handoff_browser;
mod handoff_times;
mod hostile_pages;
mod identify;
mod inbox_views;
mod inert_links;
mod isolation;
mod keyboard_walk;
mod kill;
mod leaks;
mod limits;
mod long_inbox;
mod long_lists;
mod lost_desk;
mod mail_thread;
mod matrix;
mod merges;
mod oracle;
mod origins;
mod overload;
mod own_drafts;
mod own_numbers;
mod owners;
mod owners_away;
mod panics;
mod passkey;
mod policy_change;
mod provider_replays;
mod provider_signatures;
mod read_model;
mod routing;
mod rules_page;
mod same_scene;
mod scenes;
mod search;
mod shown_files;
mod site_admin;
mod site_admin_pages;
mod speed;
mod step_up;
mod timeline;
mod told_outside;
mod two_agents;
mod unusable_links;
mod vouching;
mod webhook_pages;
mod webhooks;
mod whole_day;
