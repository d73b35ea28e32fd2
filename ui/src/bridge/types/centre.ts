// This file was made from the route table of the centre: `make bindings`. Do not edit it by hand.

/** What a desk passes on to its centre: what each call takes, and what it answers. */
export interface CentreCalls {
  /** The organization's staff. */
  list_people: {
    path: null;
    query: { cursor?: string | null; is_active?: boolean | null; limit?: number | null; sort?: "name" | "created" };
    body: null;
    answer: { items: ({ department: string | null; email: string; id: string; is_active: boolean; language: string; license_number: string; login: string; name: string; provider: string | null; roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; specialties: (string)[]; version: number })[]; next?: string | null };
  };
  /** Add somebody to the staff: they sign in by an invitation. */
  create_person: {
    path: null;
    query: null;
    body: { department?: string | null; email?: string; is_active?: boolean; language?: string; license_number?: string; login: string; name: string; provider?: string | null; roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; specialties?: (string)[] };
    answer: { department: string | null; email: string; id: string; is_active: boolean; language: string; license_number: string; login: string; name: string; provider: string | null; roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; specialties: (string)[]; version: number };
  };
  /** Change somebody of the staff: their roles, or whether they still belong to it. */
  change_person: {
    path: { id: string };
    query: null;
    body: { department?: string | null; email?: string; is_active?: boolean; language?: string; license_number?: string; login?: string; name?: string; provider?: string | null; roles?: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; specialties?: (string)[]; version: number };
    answer: { department: string | null; email: string; id: string; is_active: boolean; language: string; license_number: string; login: string; name: string; provider: string | null; roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; specialties: (string)[]; version: number };
  };
  /** What each role may do, gives, and sees of a record. */
  list_roles: {
    path: null;
    query: null;
    body: null;
    answer: { roles: ({ fields: ({ group: "identity" | "contact" | "related" | "coverage" | "schedule" | "visit_type" | "reason_category" | "reason_text" | "logistics" | "alert" | "medical_record" | "protected_record" | "standing" | "audit_trail"; rule: "never" | "break_glass" | "masked" | "on_day" | "confidential" | "view" | "edit" })[]; gives: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; permissions: ("view_day" | "search_patients" | "view_patient" | "edit_patient" | "merge_patients" | "book" | "overbook" | "change_status" | "block_time" | "edit_setup" | "manage_people" | "import" | "view_audit" | "manage_backups" | "view_setup" | "view_people" | "invite_people" | "manage_departments" | "view_knowledge" | "manage_knowledge" | "send_messages" | "manage_messages" | "view_medical_records" | "write_medical_records" | "break_glass" | "review_break_glass" | "view_reports" | "export" | "manage_devices" | "manage_policy" | "view_security_events" | "manage_events" | "view_own_visits" | "answer_own_visits")[]; role: "administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver" })[] };
  };
  /** How each of the staff gets in: password, second factor, open sessions, and an invitation that waits. */
  list_accounts: {
    path: null;
    query: null;
    body: null;
    answer: { accounts: ({ has_identity: boolean; has_password: boolean; has_second_factor: boolean; invitation: { expires_at: string; is_over: boolean; made_by: string | null } | null; open_sessions: number; person: string; seen_at: string | null })[] };
  };
  /** A code with which a person who has no password yet sets one. */
  invite_person: {
    path: { person: string };
    query: null;
    body: null;
    answer: { code: string; expires_at: string };
  };
  /** An invitation that was not used yet is good for nothing any more. */
  withdraw_invitation: {
    path: { person: string };
    query: null;
    body: null;
    answer: null;
  };
  /** A code with which a person sets another password; all of their sessions end then. */
  reset_password: {
    path: { person: string };
    query: null;
    body: null;
    answer: { code: string; expires_at: string };
  };
  /** Take a lost second factor away; all sessions of the person end. */
  remove_second_factor: {
    path: { person: string };
    query: null;
    body: null;
    answer: null;
  };
  /** End every session of a person. */
  end_sessions_of_person: {
    path: { person: string };
    query: null;
    body: null;
    answer: null;
  };
  /** Departments. */
  list_departments: {
    path: null;
    query: { cursor?: string | null; is_active?: boolean | null; limit?: number | null; sort?: "name" | "created" };
    body: null;
    answer: { items: ({ id: string; is_active: boolean; name: string; version: number })[]; next?: string | null };
  };
  /** Add a department. */
  create_department: {
    path: null;
    query: null;
    body: { is_active?: boolean; name: string };
    answer: { id: string; is_active: boolean; name: string; version: number };
  };
  /** Change a department. */
  change_department: {
    path: { id: string };
    query: null;
    body: { is_active?: boolean; name?: string; version: number };
    answer: { id: string; is_active: boolean; name: string; version: number };
  };
  /** The desks, those that were revoked too. */
  list_devices: {
    path: null;
    query: null;
    body: null;
    answer: ({ changes_behind: number; client_version: string; enrolled_at: string; fingerprint: string; id: string; is_own: boolean; last_seen_at: string | null; location: string | null; name: string; operations_waiting: number; revoked_at: string | null })[];
  };
  /** A code with which a desk is enrolled. */
  invite_device: {
    path: null;
    query: null;
    body: { location?: string | null; name: string };
    answer: { code: string; expires_at: string };
  };
  /** Another name or place of a desk. */
  change_device: {
    path: { device: string };
    query: null;
    body: { location?: string | null; name: string };
    answer: null;
  };
  /** Nobody signs in on this desk any more, and who has is signed out. */
  revoke_device: {
    path: { device: string };
    query: null;
    body: null;
    answer: null;
  };
  /** Operations that were salvaged from desks. */
  list_salvaged: {
    path: null;
    query: { all?: boolean; cursor?: string | null; limit?: number | null };
    body: null;
    answer: { items: ({ device: string; id: string; operation: { author: string; author_name: string | null; decided_at: string; id: string; is_promised: boolean; kind: string } | null; received_at: string; settled: { at: string; by: string; outcome: string } | null })[]; next?: string | null };
  };
  /** Have it decided now, as whoever decided it at the desk; what is refused goes on waiting. */
  apply_salvaged: {
    path: { salvaged: string };
    query: null;
    body: null;
    answer: { is_duplicate?: boolean; reasons?: (string)[]; seq?: number | null; status: "applied" | "conflict" | "rejected" | "deferred" };
  };
  /** Throw it away: what stands in it is gone. */
  discard_salvaged: {
    path: { salvaged: string };
    query: null;
    body: null;
    answer: null;
  };
  /** The organization of whoever asks. */
  read_organization: {
    path: null;
    query: null;
    body: null;
    answer: { address: { city: string; country: string; lines: (string)[]; postal_code: string; region: string }; business_hours: ({ from: string; to: string; weekday: number })[] | null; contact: { email: string; phone: string; website: string }; id: string; is_demo: boolean; name: string; size: "small" | "medium" | "large" | "enterprise" | null; slug: string; subscription_tier: "basic" | "professional" | "enterprise" | null; timezone: string | null; type: "hospital" | "clinic" | "specialty_center" | "urgent_care" | "telehealth" | "diagnostic_center"; version: number };
  };
  /** What the organization's tier lets in, and how much of it is there. */
  read_limits: {
    path: null;
    query: null;
    body: null;
    answer: { limits: ({ most: number | null; of: "desks" | "providers"; there: number })[]; tier: "basic" | "professional" | "enterprise" | null };
  };
  /** What the organization needs before its first visit is booked, and what of it is there. */
  read_onboarding: {
    path: null;
    query: null;
    body: null;
    answer: { is_done: boolean; steps: ({ is_done: boolean; step: "providers" | "hours" | "rooms" | "types" | "people" | "patients" | "desks" | "backup_folder" | "recovery_code" })[] };
  };
  /** How the organization is secured. */
  read_policy: {
    path: null;
    query: null;
    body: null;
    answer: { access_minutes: number; export_roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; idle_minutes: number; lend_days: number; mfa_roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; narrowed: ({ group: "identity" | "contact" | "related" | "coverage" | "schedule" | "visit_type" | "reason_category" | "reason_text" | "logistics" | "alert" | "medical_record" | "protected_record" | "standing" | "audit_trail"; role: "administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver"; to: "never" | "break_glass" | "masked" | "on_day" | "confidential" | "view" | "edit" })[]; offline_lease_days: number; password_minimum: number; refresh_hours: number; session_hours: number; step_up_minutes: number; version: number };
  };
  /** Change how the organization is secured. */
  change_policy: {
    path: null;
    query: null;
    body: { access_minutes?: number; export_roles?: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; idle_minutes?: number; lend_days?: number; mfa_roles?: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; narrowed?: ({ group: "identity" | "contact" | "related" | "coverage" | "schedule" | "visit_type" | "reason_category" | "reason_text" | "logistics" | "alert" | "medical_record" | "protected_record" | "standing" | "audit_trail"; role: "administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver"; to: "never" | "break_glass" | "masked" | "on_day" | "confidential" | "view" | "edit" })[]; offline_lease_days?: number; password_minimum?: number; refresh_hours?: number; session_hours?: number; step_up_minutes?: number; version: number };
    answer: { access_minutes: number; export_roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; idle_minutes: number; lend_days: number; mfa_roles: ("administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver")[]; narrowed: ({ group: "identity" | "contact" | "related" | "coverage" | "schedule" | "visit_type" | "reason_category" | "reason_text" | "logistics" | "alert" | "medical_record" | "protected_record" | "standing" | "audit_trail"; role: "administrator" | "practice_manager" | "front_desk" | "scheduler" | "billing" | "medical_assistant" | "nurse" | "attending_physician" | "specialist" | "patient" | "caregiver"; to: "never" | "break_glass" | "masked" | "on_day" | "confidential" | "view" | "edit" })[]; offline_lease_days: number; password_minimum: number; refresh_hours: number; session_hours: number; step_up_minutes: number; version: number };
  };
  /** What messages to patients say. */
  list_message_templates: {
    path: null;
    query: { cursor?: string | null; is_active?: boolean | null; limit?: number | null; sort?: "name" | "created" };
    body: null;
    answer: { items: ({ body: string; channel: "email" | "sms"; id: string; is_active: boolean; kind: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language: string; subject: string; version: number })[]; next?: string | null };
  };
  /** Add what a message says. */
  create_message_template: {
    path: null;
    query: null;
    body: { body: string; channel: "email" | "sms"; is_active?: boolean; kind: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language: string; subject?: string };
    answer: { body: string; channel: "email" | "sms"; id: string; is_active: boolean; kind: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language: string; subject: string; version: number };
  };
  /** Change what a message says. */
  change_message_template: {
    path: { id: string };
    query: null;
    body: { body?: string; channel?: "email" | "sms"; is_active?: boolean; kind?: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language?: string; subject?: string; version: number };
    answer: { body: string; channel: "email" | "sms"; id: string; is_active: boolean; kind: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language: string; subject: string; version: number };
  };
  /** What a message says to a made-up patient, by the text in force or by one that is being written. */
  preview_message_template: {
    path: null;
    query: null;
    body: { channel: "email" | "sms"; draft?: { body: string; subject?: string } | null; kind: "confirmation" | "reminder" | "moved" | "cancellation" | "waitlist_offer" | "recall"; language: string };
    answer: { body: string; is_own: boolean; placeholders: ({ is_needed: boolean; placeholder: "clinic_name" | "patient_name" | "date" | "time" | "previous_date" | "previous_time" | "provider" | "visit_type" | "location" | "address" | "phone" | "answer_link" | "join_link" | "until" })[]; shown_body: string; shown_subject: string; subject: string };
  };
  /** Which ways out there are, and whether each answers. */
  list_message_channels: {
    path: null;
    query: null;
    body: null;
    answer: { channels: ({ channel: "email" | "sms"; is_set_up: boolean; is_silent: boolean })[] };
  };
  /** When and about what patients are written to. */
  read_message_settings: {
    path: null;
    query: null;
    body: null;
    answer: { settings: { cancel_until_hours: number; patients_may_cancel: boolean; quiet_from: number; quiet_until: number; reminder_hours: number; tells_changes: boolean }; version: number };
  };
  /** Changes when and about what patients are written to. */
  put_message_settings: {
    path: null;
    query: null;
    body: { settings: { cancel_until_hours?: number; patients_may_cancel?: boolean; quiet_from?: number; quiet_until?: number; reminder_hours?: number; tells_changes?: boolean }; version: number };
    answer: { settings: { cancel_until_hours: number; patients_may_cancel: boolean; quiet_from: number; quiet_until: number; reminder_hours: number; tells_changes: boolean }; version: number };
  };
  /** Messages that did not arrive. */
  list_messages_in_trouble: {
    path: null;
    query: { after?: string | null };
    body: null;
    answer: { messages: ({ answers: ({ act: string; at: string })[]; appointment: string | null; attempts: number; channel: string | null; code: string; due_at: string; id: string; kind: string; language: string; patient: string | null; sent_at: string | null; state: string })[]; next: string | null };
  };
  /** Sends a message that did not arrive once more. */
  retry_message: {
    path: { message: string };
    query: null;
    body: null;
    answer: null;
  };
  /** Takes a message back that has not gone out. */
  cancel_message: {
    path: { message: string };
    query: null;
    body: null;
    answer: null;
  };
  /** Events that a handler gave up. */
  list_dead_letters: {
    path: null;
    query: { after?: string | null };
    body: null;
    answer: { dead_letters: ({ attempts: number; code: string; entity: string; event: string; handler: string; happened_at: number; type: string })[]; next: string | null };
  };
  /** Lets the handler try once more. */
  retry_dead_letter: {
    path: { event: string; handler: string };
    query: null;
    body: null;
    answer: null;
  };
  /** Gives it up for good and says why. */
  discard_dead_letter: {
    path: { event: string; handler: string };
    query: null;
    body: { reason: string };
    answer: null;
  };
  /** What looks wrong, the newest first. */
  list_security_events: {
    path: null;
    query: { all?: boolean; before?: string | null; limit?: number | null };
    body: null;
    answer: { events: ({ audit_seq: number | null; count: number; device: string | null; handled_at: string | null; handled_by: string | null; id: string; note: string; patient: string | null; person: string | null; person_name: string | null; raised_at: string; rule: "failed_sign_ins_account" | "failed_sign_ins_address" | "password_requests" | "reused_session" | "no_relation" | "mass_reads" | "off_hours" | "same_surname" | "two_devices" | "break_glass" | "break_glass_rate" | "audit_fork" | "cross_tenant"; severity: "notice" | "warning" | "alarm"; state: "open" | "acknowledged" | "closed" })[]; next: string | null };
  };
  /** How many of them nobody has taken on yet. */
  count_security_events: {
    path: null;
    query: null;
    body: null;
    answer: { alarms: number; open: number };
  };
  /** Somebody looks into it. */
  acknowledge_security_event: {
    path: { event: string };
    query: null;
    body: null;
    answer: null;
  };
  /** It is settled, and why. */
  close_security_event: {
    path: { event: string };
    query: null;
    body: { note: string };
    answer: null;
  };
  /** A patient's medical records, without what stands in them. */
  list_medical_records: {
    path: { patient: string };
    query: null;
    body: null;
    answer: { records: ({ author: string; created_at: string; id: string; is_sensitive: boolean; may_open: boolean; patient: string; provider: string | null; record_type: string | null })[] };
  };
  /** A medical record with what stands in it. */
  read_medical_record: {
    path: { record: string };
    query: null;
    body: null;
    answer: { author: string; content: string; created_at: string; id: string; is_sensitive: boolean; may_open: boolean; patient: string; provider: string | null; record_type: string | null };
  };
  /** See one patient's record beyond the role, for an hour. */
  break_glass: {
    path: null;
    query: null;
    body: { patient: string; reason: string; reason_code: string };
    answer: { began_at: string; ends_at: string; id: string; is_own: boolean; patient: string; person: string; person_name: string | null; reason: string; reason_code: string; review: { at: string; is_justified: boolean; note: string; person: string } | null };
  };
  /** Who broke the glass, and what is to be reviewed. */
  list_broken_glass: {
    path: null;
    query: { all?: boolean; before?: string | null; limit?: number | null };
    body: null;
    answer: { glass: ({ began_at: string; ends_at: string; id: string; is_own: boolean; patient: string; person: string; person_name: string | null; reason: string; reason_code: string; review: { at: string; is_justified: boolean; note: string; person: string } | null })[]; next: string | null };
  };
  /** Say whether it was justified; never one's own. */
  review_broken_glass: {
    path: { glass: string };
    query: null;
    body: { is_justified: boolean; note: string };
    answer: null;
  };
}
