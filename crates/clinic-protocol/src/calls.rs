//! What a person at a desk asks of the centre itself: how the organization is run. No part of the book, and never later: it
//! is done while the two are connected, or it is not done.
//!
//! One list for both: a desk passes on what stands here and nothing else, and the centre's route table has each of them.

/// An operation of the centre's API, as its table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CentreCall {
    pub name: &'static str,
    pub method: &'static str,
    /// With its parameters in braces: `/v1/people/{id}`.
    pub path: &'static str,
}

macro_rules! calls {
    ($($name:ident: $method:ident $path:literal;)+) => {
        /// In the order in which the rooms of an administrator stand.
        pub const CALLS: &[CentreCall] = &[$(CentreCall {
            name: stringify!($name),
            method: stringify!($method),
            path: $path,
        }),+];
    };
}

calls! {
    // People
    list_people: GET "/v1/people";
    create_person: POST "/v1/people";
    change_person: PATCH "/v1/people/{id}";
    list_roles: GET "/v1/roles";
    list_accounts: GET "/v1/accounts";
    invite_person: POST "/v1/people/{person}/invitation";
    withdraw_invitation: DELETE "/v1/people/{person}/invitation";
    reset_password: POST "/v1/people/{person}/password-reset";
    remove_second_factor: DELETE "/v1/people/{person}/second-factor";
    end_sessions_of_person: DELETE "/v1/people/{person}/sessions";
    list_departments: GET "/v1/departments";
    create_department: POST "/v1/departments";
    change_department: PATCH "/v1/departments/{id}";
    // Desks
    list_devices: GET "/v1/devices";
    invite_device: POST "/v1/device-codes";
    change_device: PUT "/v1/devices/{device}";
    revoke_device: DELETE "/v1/devices/{device}";
    list_salvaged: GET "/v1/salvaged-operations";
    apply_salvaged: POST "/v1/salvaged-operations/{salvaged}/apply";
    discard_salvaged: POST "/v1/salvaged-operations/{salvaged}/discard";
    // The organization and its policy
    read_organization: GET "/v1/organization";
    read_limits: GET "/v1/limits";
    read_onboarding: GET "/v1/onboarding";
    read_policy: GET "/v1/policy";
    change_policy: PATCH "/v1/policy";
    // Messages
    list_message_templates: GET "/v1/message-templates";
    create_message_template: POST "/v1/message-templates";
    change_message_template: PATCH "/v1/message-templates/{id}";
    preview_message_template: POST "/v1/message-templates/preview";
    list_message_channels: GET "/v1/messages/channels";
    read_message_settings: GET "/v1/messages/settings";
    put_message_settings: PUT "/v1/messages/settings";
    list_messages_in_trouble: GET "/v1/messages/in-trouble";
    retry_message: POST "/v1/messages/{message}/retry";
    cancel_message: POST "/v1/messages/{message}/cancel";
    list_dead_letters: GET "/v1/events/dead-letters";
    retry_dead_letter: POST "/v1/events/dead-letters/{event}/{handler}/retry";
    discard_dead_letter: POST "/v1/events/dead-letters/{event}/{handler}/discard";
    // Security
    list_security_events: GET "/v1/security/events";
    count_security_events: GET "/v1/security/waiting";
    acknowledge_security_event: POST "/v1/security/events/{event}/acknowledge";
    close_security_event: POST "/v1/security/events/{event}/close";
    // Medical records, and beyond one's role
    list_medical_records: GET "/v1/patients/{patient}/medical-records";
    read_medical_record: GET "/v1/medical-records/{record}";
    break_glass: POST "/v1/break-glass";
    list_broken_glass: GET "/v1/break-glass";
    review_broken_glass: POST "/v1/break-glass/{glass}/review";
}

impl CentreCall {
    #[must_use]
    pub fn named(name: &str) -> Option<&'static CentreCall> {
        CALLS.iter().find(|it| it.name == name)
    }

    /// The path with its parameters put in: None unless there is one for each, and no others. A parameter is an id or a
    /// name, so that none reaches into another path.
    pub fn path_with<'a>(&self, parameter: impl Fn(&str) -> Option<&'a str>, given: usize) -> Option<String> {
        let is_plain = |it: &&str| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
        };
        let mut taken = 0;
        let parts = self.path.split('/').map(|part| match part.strip_prefix('{') {
            Some(name) => {
                taken += 1;
                parameter(name.trim_end_matches('}')).filter(is_plain)
            }
            None => Some(part),
        });
        let path = parts.collect::<Option<Vec<&str>>>()?.join("/");
        (taken == given).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_takes_its_parameters_and_nothing_that_would_be_another_path() {
        let call = CentreCall::named("change_person").expect("listed");
        let with = |id: &'static str| call.path_with(|name| (name == "id").then_some(id), 1);
        assert_eq!(with("0190-ab").as_deref(), Some("/v1/people/0190-ab"));
        for wrong in ["", "..", "a/b", "a%2fb", "a?b", "a#b", "ñ"] {
            assert_eq!(with(wrong), None, "{wrong}");
        }
        assert_eq!(call.path_with(|_| None, 0), None);
        assert_eq!(call.path_with(|_| Some("a"), 2), None);
        let list = CentreCall::named("list_people").expect("listed");
        assert_eq!(list.path_with(|_| None, 0).as_deref(), Some("/v1/people"));
    }

    #[test]
    fn each_is_named_once() {
        for (at, call) in CALLS.iter().enumerate() {
            assert!(CALLS[..at].iter().all(|it| it.name != call.name), "{}", call.name);
        }
    }
}
