//! Statuses and cancellation reasons in FHIR R4's codes, both ways.

use crate::report::Reason;
use clinic_domain::appointment::{AppointmentStatus as Status, CancelReason};

/// R4 `appointmentstatus`.
pub fn from_fhir_appointment(code: &str) -> Result<Status, Reason> {
    match code {
        "proposed" => Ok(Status::Proposed),
        "pending" => Ok(Status::Pending),
        "booked" => Ok(Status::Booked),
        "arrived" => Ok(Status::Arrived),
        "checked-in" => Ok(Status::CheckedIn),
        "fulfilled" => Ok(Status::Fulfilled),
        "cancelled" => Ok(Status::Cancelled),
        "noshow" => Ok(Status::NoShow),
        "waitlist" => Ok(Status::Waitlist),
        "entered-in-error" => Err(Reason::EnteredInError),
        _ => Err(Reason::StatusUnknown),
    }
}

/// The R4 code for a status; the front office's own additions become the nearest.
#[must_use]
pub const fn to_fhir_appointment(status: Status) -> &'static str {
    match status {
        Status::Proposed => "proposed",
        Status::Pending => "pending",
        Status::Booked => "booked",
        Status::Arrived => "arrived",
        Status::CheckedIn | Status::Roomed | Status::WithProvider => "checked-in",
        Status::Fulfilled => "fulfilled",
        // Came and left: not held. R4 has no word of its own for it, and "noshow" would be untrue.
        Status::Cancelled | Status::LateCancel | Status::LeftWithoutBeingSeen => "cancelled",
        Status::NoShow => "noshow",
        Status::Waitlist => "waitlist",
        Status::EnteredInError => "entered-in-error",
    }
}

/// R4 `encounter-status`, as the status of the visit.
pub fn from_fhir_encounter(code: &str) -> Result<Status, Reason> {
    match code {
        "planned" => Ok(Status::Booked),
        "arrived" => Ok(Status::Arrived),
        "triaged" => Ok(Status::CheckedIn),
        "in-progress" | "onleave" => Ok(Status::WithProvider),
        "finished" => Ok(Status::Fulfilled),
        "cancelled" => Ok(Status::Cancelled),
        "entered-in-error" => Err(Reason::EnteredInError),
        _ => Err(Reason::StatusUnknown),
    }
}

/// `appointment-cancellation-reason`; `None` for a code of another system.
#[must_use]
pub fn cancel_reason_from_fhir(code: &str) -> Option<CancelReason> {
    match code {
        "pat-dec" => Some(CancelReason::PatientDeceased),
        "pat-lt" => Some(CancelReason::PatientTransport),
        "pat-fb" => Some(CancelReason::NoLongerNeeded),
        "maint" => Some(CancelReason::EquipmentFailure),
        "oth-weath" => Some(CancelReason::ClinicClosed),
        "oth-err" | "oth-oerr" => Some(CancelReason::BookedInError),
        _ if code == "pat" || code.starts_with("pat-") => Some(CancelReason::PatientRequest),
        _ if code == "prov" || code.starts_with("prov-") => Some(CancelReason::ProviderUnavailable),
        _ if code == "other" || code.starts_with("oth-") => Some(CancelReason::Other),
        _ => None,
    }
}

/// The code that says it best in R4's set.
#[must_use]
pub const fn cancel_reason_to_fhir(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::PatientRequest | CancelReason::PatientIll | CancelReason::PatientForgot => "pat",
        CancelReason::PatientTransport => "pat-lt",
        CancelReason::PatientDeceased => "pat-dec",
        CancelReason::NoLongerNeeded => "pat-fb",
        CancelReason::ProviderUnavailable => "prov",
        CancelReason::ClinicClosed => "oth-weath",
        CancelReason::EquipmentFailure => "maint",
        CancelReason::BookedInError => "oth-err",
        CancelReason::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_survives_the_way_out_and_back_or_becomes_its_nearest() {
        for &status in Status::ALL {
            let back = from_fhir_appointment(to_fhir_appointment(status));
            let nearest = match status {
                Status::Roomed | Status::WithProvider => Ok(Status::CheckedIn),
                Status::LateCancel | Status::LeftWithoutBeingSeen => Ok(Status::Cancelled),
                Status::EnteredInError => Err(Reason::EnteredInError),
                same => Ok(same),
            };
            assert_eq!(back, nearest, "{status}");
        }
    }

    #[test]
    fn a_cancellation_keeps_its_side() {
        for &reason in CancelReason::ALL {
            let back = cancel_reason_from_fhir(cancel_reason_to_fhir(reason)).unwrap();
            assert_eq!(back.is_clinic(), reason.is_clinic(), "{reason}");
        }
        assert_eq!(cancel_reason_from_fhir("42"), None);
    }
}
