//! The ONE command table: name, what it takes, what it answers, who handles it. The Tauri adapter, the headless
//! desk, the UI's types and the window's allow-list are all read from here (names from `commands.txt`, which
//! a test holds equal to this table).

use crate::{
    call::{Call, run},
    dto::{
        agent::*, appointment::*, attach::*, audit::*, backup::*, call::*, capacity::*, centre::*,
        conflict::*, day::*, emergency::*, hold::*, import::*, knowledge::*, model::*, neighbours::*,
        no_show::*, offer::*, organization::*, paper::*, patient::*, people::*, preferences::*, proposal::*,
        recall::*, refusal::Outcome, repair::*, replay::*, review::*, series::*, session::*, setup::*,
        undo::*, visitor::*, waitlist::*, worklist::*,
    },
    error::ApiError,
    handlers,
};
use ts_rs::TS;

/// A row of the table.
pub(crate) struct Command {
    pub name: &'static str,
    pub run: fn(&Call<'_>, &str) -> Result<String, ApiError>,
}

macro_rules! commands {
    ($($name:ident: $request:ty => $response:ty = $handler:path;)+) => {
        /// The names of all commands, in the table's order.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),+];

        pub(crate) const TABLE: &[Command] = &[$(Command {
            name: stringify!($name),
            run: |call, json| run::<$request, $response>(call, json, $handler),
        }),+];

        /// Exports the types of every command below `dir`, and `commands.ts`, the typed map of them all.
        pub fn export_bindings(dir: &std::path::Path) -> Result<(), ts_rs::ExportError> {
            let config = ts_rs::Config::new().with_out_dir(dir).with_large_int("number");
            let mut map = String::new();
            let mut names = std::collections::BTreeSet::new();
            $(
                <$request as TS>::export_all(&config)?;
                <$response as TS>::export_all(&config)?;
                let (request, response) = (<$request as TS>::name(&config), <$response as TS>::name(&config));
                names.extend(type_names(&request));
                names.extend(type_names(&response));
                map.push_str(&format!("  {}: {{ request: {request}; response: {response} }};\n", stringify!($name)));
            )+
            <ApiError as TS>::export_all(&config)?;
            <Progress as TS>::export_all(&config)?;
            <crate::dto::event::Changed as TS>::export_all(&config)?;
            std::fs::write(dir.join("commands.ts"), command_map(&names, &map))?;
            Ok(())
        }
    };
}

commands! {
    status: Nothing => DeskStatus = handlers::session::status;
    set_up: SetUpRequest => FirstSession = handlers::session::set_up;
    restore_backup: RestoreRequest => FirstSession = handlers::session::restore_backup;
    sign_in: SignInRequest => SessionView = handlers::session::sign_in;
    accept_older_state: SignInRequest => SessionView = handlers::session::accept_older_state;
    rebuild_mirror: SignInRequest => SessionView = handlers::session::rebuild_mirror;
    sign_in_with_recovery: RecoverRequest => FirstSession = handlers::session::sign_in_with_recovery;
    change_password: ChangePasswordRequest => SessionView = handlers::session::change_password;
    new_recovery_code: Nothing => RecoveryCodeView = handlers::session::new_recovery_code;
    confirm_recovery_code: ConfirmRecoveryCodeRequest => Nothing = handlers::session::confirm_recovery_code;
    keep_awake: Nothing => Nothing = handlers::session::keep_awake;
    lock: Nothing => Nothing = handlers::session::lock;
    preferences: Nothing => Preferences = handlers::preferences::preferences;
    put_preferences: Preferences => Preferences = handlers::preferences::put_preferences;
    setup: Nothing => SetupView = handlers::setup::setup;
    booked_ahead: BookedAheadRequest => BookedAheadView = handlers::setup::booked_ahead;
    getting_ready: Nothing => GettingReadyView = handlers::setup::getting_ready;
    put_location: LocationView => Outcome<LocationView> = handlers::setup::put_location;
    put_resource: ResourceView => Outcome<ResourceView> = handlers::setup::put_resource;
    put_appointment_type: AppointmentTypeView => Outcome<AppointmentTypeView> = handlers::setup::put_appointment_type;
    put_template: TemplateView => Outcome<TemplateView> = handlers::setup::put_template;
    propose_places: ProposePlacesRequest => Outcome<CrowdedOutView> = handlers::proposal::propose_places;
    propose_template: ProposeTemplateRequest => Outcome<ProposalView> = handlers::proposal::propose_template;
    put_organization: OrganizationView => Outcome<OrganizationView> = handlers::setup::put_organization;
    day: DayRequest => DayView = handlers::day::day;
    day_sheet: DayRequest => DaySheetView = handlers::day::day_sheet;
    week: WeekRequest => WeekView = handlers::day::week;
    worklist: WorklistRequest => WorklistView = handlers::worklist::worklist;
    print_worklist: WorklistRequest => ListSheetView = handlers::worklist::print_worklist;
    open_day: OpenDayRequest => OpenDayView = handlers::worklist::open_day;
    close_day: CloseDayRequest => Outcome<SignatureView> = handlers::worklist::close_day;
    paper_day: PaperDayRequest => PaperDayView = handlers::paper::paper_day;
    appointment: AppointmentRequest => AppointmentView = handlers::appointment::appointment;
    find_offers: FindOffersRequest => OffersView = handlers::offer::find_offers;
    offer_at: OfferAtRequest => OfferAtView = handlers::offer::offer_at;
    choose_times: ChooseTimesRequest => Nothing = handlers::neighbours::choose_times;
    being_booked: BeingBookedRequest => BeingBookedView = handlers::neighbours::being_booked;
    offers_being_booked: OffersBeingBookedRequest => OffersBeingBookedView = handlers::neighbours::offers_being_booked;
    book: BookRequest => Outcome<AppointmentView> = handlers::appointment::book;
    preview_series: PreviewSeriesRequest => Outcome<SeriesPlanView> = handlers::series::preview_series;
    book_series: BookSeriesRequest => Outcome<AppointmentView> = handlers::series::book_series;
    reschedule: RescheduleRequest => Outcome<AppointmentView> = handlers::appointment::reschedule;
    cancel: CancelRequest => Outcome<AppointmentView> = handlers::appointment::cancel;
    preview_series_move: PreviewSeriesMoveRequest => Outcome<SeriesPlanView> = handlers::series::preview_series_move;
    move_series: MoveSeriesRequest => Outcome<SeriesChangeView> = handlers::series::move_series;
    cancel_series: CancelSeriesRequest => Outcome<SeriesChangeView> = handlers::series::cancel_series;
    set_status: SetStatusRequest => Outcome<AppointmentView> = handlers::appointment::set_status;
    check_in: CheckInRequest => Outcome<AppointmentView> = handlers::appointment::check_in;
    set_confirmation: SetConfirmationRequest => Outcome<AppointmentView> = handlers::appointment::set_confirmation;
    set_note: SetNoteRequest => Outcome<AppointmentView> = handlers::appointment::set_note;
    hold_time: HoldTimeRequest => Outcome<HoldView> = handlers::hold::hold_time;
    release_hold: ReleaseHoldRequest => Outcome<Nothing> = handlers::hold::release_hold;
    waitlist: WaitlistRequest => WaitlistView = handlers::waitlist::waitlist;
    print_waitlist: PrintWaitlistRequest => WaitlistSheetView = handlers::waitlist::print_waitlist;
    gap_matches: GapRequest => GapMatchesView = handlers::waitlist::gap_matches;
    freed_times: Nothing => FreedTimesView = handlers::waitlist::freed_times;
    put_waitlist_entry: WaitlistEntryView => Outcome<WaitlistEntryView> = handlers::waitlist::put_waitlist_entry;
    offer_waitlist: OfferWaitlistRequest => Outcome<HoldView> = handlers::waitlist::offer_waitlist;
    answer_offer: AnswerOfferRequest => Outcome<Nothing> = handlers::waitlist::answer_offer;
    accept_offer: AcceptOfferRequest => Outcome<AppointmentView> = handlers::waitlist::accept_offer;
    put_recall: RecallView => Outcome<RecallView> = handlers::recall::put_recall;
    log_call: LogCallRequest => Outcome<CalledView> = handlers::call::log_call;
    conflicts: ConflictsRequest => ConflictsView = handlers::conflict::conflicts;
    count_conflicts: ConflictsRequest => ConflictCountsView = handlers::conflict::count_conflicts;
    claim_conflict: SeenConflictRequest => Outcome<SettledView> = handlers::conflict::claim_conflict;
    release_conflict: SeenConflictRequest => Outcome<SettledView> = handlers::conflict::release_conflict;
    resolve_conflict: ResolveConflictRequest => Outcome<SettledView> = handlers::conflict::resolve_conflict;
    let_go: LetGoRequest => Outcome<Nothing> = handlers::conflict::let_go;
    set_triage: SetTriageRequest => Outcome<AppointmentView> = handlers::appointment::set_triage;
    undo: UndoRequest => Outcome<UndoneView> = handlers::undo::undo;
    find_patients: FindPatientsRequest => PatientHits = handlers::patient::find_patients;
    patient_card: PatientRequest => PatientCard = handlers::patient::patient_card;
    register_patient: RegisterPatientRequest => Outcome<Registration> = handlers::patient::register_patient;
    change_patient: ChangePatientRequest => Outcome<PatientView> = handlers::patient::change_patient;
    merge_preview: MergePreviewRequest => MergePreviewView = handlers::merge::merge_preview;
    merge_patients: MergePatientsRequest => Outcome<PatientView> = handlers::merge::merge_patients;
    separate_patient: SeparatePatientRequest => Outcome<PatientView> = handlers::merge::separate_patient;
    put_caregiver: CaregiverView => Outcome<CaregiverView> = handlers::patient::put_caregiver;
    block_time: BlockTimeRequest => Outcome<BlockedView> = handlers::day::block_time;
    unblock_time: UnblockTimeRequest => Outcome<Nothing> = handlers::day::unblock_time;
    ask_agent: AskAgentRequest => AgentAnswerView = handlers::agent::ask_agent;
    pick_agent: PickAgentRequest => AgentAnswerView = handlers::agent::pick_agent;
    agree_agent: AgreeAgentRequest => AgentAnswerView = handlers::agent::agree_agent;
    suggest_agent: SuggestAgentRequest => SuggestionsView = handlers::agent::suggest_agent;
    knowledge: Nothing => KnowledgeView = handlers::knowledge::knowledge;
    capacity: CapacityRequest => CapacityView = handlers::capacity::capacity;
    capacity_behind: CapacityBehindRequest => CapacityBehindView = handlers::capacity::capacity_behind;
    no_show: NoShowRequest => NoShowView = handlers::no_show::no_show;
    whom_to_remind: WhomToRemindRequest => WhomToRemindView = handlers::no_show::whom_to_remind;
    replay_template: ReplayTemplateRequest => Outcome<ReplayView> = handlers::replay::replay_template;
    cancel_replay: Nothing => Nothing = handlers::replay::cancel_replay;
    save_review: SaveReviewRequest => SavedReviewView = handlers::review::save_review;
    open_review: OpenReviewRequest => Nothing = handlers::review::open_review;
    find_knowledge: FindKnowledgeRequest => FoundKnowledgeView = handlers::knowledge::find_knowledge;
    knowledge_history: KnowledgeHistoryRequest => KnowledgeHistoryView = handlers::knowledge::knowledge_history;
    put_knowledge_entry: FaqEntryView => Outcome<FaqEntryView> = handlers::knowledge::put_knowledge_entry;
    read_knowledge_file: ReadKnowledgeFileRequest => KnowledgeFileView = handlers::knowledge::read_knowledge_file;
    emergency_plan: Nothing => EmergencyPlanView = handlers::emergency::emergency_plan;
    put_emergency_plan: PutEmergencyPlanRequest => Outcome<EmergencyPlanView> = handlers::emergency::put_emergency_plan;
    try_emergency: TryEmergencyRequest => TriedEmergencyView = handlers::emergency::try_emergency;
    language_model: Nothing => LanguageModelView = handlers::model::language_model;
    put_language_model: LanguageModelRequest => Outcome<LanguageModelView> = handlers::model::put_language_model;
    probe_language_model: LanguageModelRequest => ProbedModelView = handlers::model::probe_language_model;
    propose_repair: ProposeRepairRequest => Outcome<RepairView> = handlers::repair::propose_repair;
    repair: RepairRequest => Outcome<RepairedView> = handlers::repair::repair;
    people: Nothing => PeopleView = handlers::people::people;
    add_person: AddPersonRequest => Outcome<OneTimePasswordView> = handlers::people::add_person;
    change_person: ChangePersonRequest => Outcome<PersonView> = handlers::people::change_person;
    reset_password: ResetPasswordRequest => Outcome<OneTimePasswordView> = handlers::people::reset_password;
    stage_file: Nothing => StagedFileView = handlers::import::stage_file;
    unstage_files: Nothing => Nothing = handlers::import::unstage_files;
    look_at_table: LookAtTableRequest => TableView = handlers::import::look_at_table;
    preview_import: PreviewImportRequest => ImportReport = handlers::import::preview_import;
    run_import: PreviewImportRequest => ImportReport = handlers::import::run_import;
    cancel_import: Nothing => Nothing = handlers::import::cancel_import;
    audit_of_patient: AuditRequest => AuditView = handlers::audit::audit_of_patient;
    backup_status: Nothing => BackupView = handlers::backup::backup_status;
    set_backup_folder: SetBackupFolderRequest => BackupView = handlers::backup::set_backup_folder;
    back_up_now: Nothing => BackupView = handlers::backup::back_up_now;
    enrol: EnrolRequest => EnrolledView = handlers::centre::enrol;
    sign_in_ways: Nothing => SignInWaysView = handlers::visitor::sign_in_ways;
    begin_identity_sign_in: Nothing => BrowserView = handlers::visitor::begin_identity_sign_in;
    finish_identity_sign_in: ComeBackRequest => VisitorView = handlers::visitor::finish_identity_sign_in;
    cancel_identity_sign_in: Nothing => Nothing = handlers::visitor::cancel_identity_sign_in;
    begin_second_factor: Nothing => SecondFactorView = handlers::visitor::begin_second_factor;
    confirm_second_factor: FactorCodeRequest => SecondFactorCodesView = handlers::visitor::confirm_second_factor;
    show_second_factor: FactorCodeRequest => Nothing = handlers::visitor::show_second_factor;
    join_centre: JoinCentreRequest => FirstSession = handlers::centre::join_centre;
    attach_status: Nothing => AttachStatus = handlers::attach::attach_status;
    preview_attach: AttachSignInRequest => AttachPreviewView = handlers::attach::preview_attach;
    attach: Nothing => SessionView = handlers::attach::attach;
    give_up_attach: Nothing => AttachStatus = handlers::attach::give_up_attach;
    sync_status: Nothing => SyncStatus = handlers::centre::sync_status;
    sync_now: Nothing => SyncStatus = handlers::centre::sync_now;
    sign_in_to_centre: SignInToCentreRequest => SyncStatus = handlers::centre::sign_in_to_centre;
    go_on_at_centre: Nothing => SyncStatus = handlers::centre::go_on_at_centre;
    fetch_anew: Nothing => SyncStatus = handlers::centre::fetch_anew;
    verify_with_centre: Nothing => ComparedView = handlers::centre::verify_with_centre;
    neighbours: Nothing => NeighboursView = handlers::neighbours::neighbours;
    see_neighbours: SeeNeighboursRequest => Outcome<NeighboursView> = handlers::neighbours::see_neighbours;
    ask_centre: AskCentreRequest => CentreAnswer = handlers::centre::ask_centre;
    step_up: FactorCodeRequest => Nothing = handlers::centre::step_up;
    set_centre_password: SetCentrePasswordRequest => Nothing = handlers::centre::set_centre_password;
}

/// The names of the types in a TypeScript type such as `Outcome<LocationView>`.
fn type_names(type_text: &str) -> impl Iterator<Item = String> {
    type_text
        .split(['<', '>', ',', ' '])
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

fn command_map(names: &std::collections::BTreeSet<String>, map: &str) -> String {
    let imports: String =
        names.iter().map(|name| format!("import type {{ {name} }} from \"./{name}\";\n")).collect();
    format!(
        "// This file was generated from the command table of desk-api. Do not edit this file manually.\n{imports}\n\
         /** Every command: what it takes and what it answers. */\nexport interface Commands {{\n{map}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    #[test]
    fn the_list_that_the_window_is_built_from_is_this_table() {
        let listed: Vec<&str> = include_str!("../commands.txt").lines().collect();
        assert_eq!(listed, COMMANDS);
    }
}
