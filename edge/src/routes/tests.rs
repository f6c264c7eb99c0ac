use super::*;

#[test]
fn every_route_is_found_by_its_own_pattern() {
    for route in ROUTES {
        let path = route.pattern.replace(['{', '}'], "");
        let Found::Route(found, _) = find(route.method, &path) else { panic!("{} {path} leads nowhere", route.method) };
        assert_eq!(found.endpoint, route.endpoint, "{} {path}", route.method);
    }
}

#[test]
fn no_endpoint_has_two_routes() {
    for (i, a) in ROUTES.iter().enumerate() {
        for b in ROUTES.iter().skip(i + 1) {
            assert_ne!(a.endpoint, b.endpoint);
            assert!((a.method, a.pattern) != (b.method, b.pattern));
        }
    }
}

#[test]
fn whatever_changes_something_needs_more_than_an_address() {
    for route in ROUTES.iter().filter(|route| route.method != "GET" || route.endpoint.is_socket()) {
        assert_ne!(route.role, Role::Public, "{} {}", route.method, route.pattern);
    }
}

#[test]
fn sockets_need_an_origin() {
    for route in ROUTES.iter().filter(|route| route.endpoint.is_socket()) {
        assert!(matches!(route.role, Role::OwnPage | Role::AgentSocket), "{}", route.pattern);
    }
}

#[test]
fn paths_match_whole_or_not_at_all() {
    for path in [
        "",
        "/",
        "/v1",
        "/frame",
        "/frame/",
        "/frame/a/b",
        "//frame/a",
        "/frame/a/",
        "/Frame/a",
        "/v1/sites//links",
        "/assets/a/b",
    ] {
        assert!(matches!(find("GET", path), Found::Nothing), "{path}");
    }
    let Found::Route(_, params) = find("HEAD", "/frame/demo") else { panic!() };
    assert_eq!(params.get("site"), Some("demo"));
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let Found::OtherMethods(methods) = find("PUT", "/v1/sites/demo/agent/session") else { panic!() };
    assert_eq!(methods, ["POST", "GET", "HEAD", "DELETE"]);
}
