//! What is known of missed visits, as the window shows it.

use super::{offer::resource_name, time::date_text};
use crate::{
    dto::no_show::{
        CalibrationBinView, ExtraVisitView, ForecastView, LearntView, MissedReasonView, NoShowView,
    },
    handlers::zone_or_first,
};
use clinic_domain::{
    capacity::no_show::{Bin, Extra, Forecast, Kind, Reason, What},
    id::AppointmentTypeId,
    setup::Setup,
};
use desk_app::capacity::no_show::Missed;

pub fn view(setup: &Setup, it: &Missed) -> NoShowView {
    let forecast = match &it.forecast {
        Ok(forecast) => ForecastView::Learnt(learnt(setup, forecast)),
        Err(it) => ForecastView::TooLittle { outcomes: it.outcomes, needed: it.needed },
    };
    NoShowView {
        today: date_text(it.today),
        forecast,
        extra: it.extra.iter().map(|it| extra(setup, it)).collect(),
    }
}

fn learnt(setup: &Setup, it: &Forecast) -> LearntView {
    let of = &it.evaluation;
    LearntView {
        is_believed: it.is_believed(),
        is_regression: of.kind != Kind::Segments,
        learnt_from: of.learnt_from,
        judged_from: date_text(of.from.local_date(setup.first_zone())),
        judged: of.model.count,
        missed: of.model.missed,
        base_rate: it.model.base_rate(),
        brier: of.model.brier,
        base_brier: of.base_rate.brier,
        gain: of.gain,
        gain_error: of.gain_error,
        auc: of.model.auc,
        in_the_large: of.model.in_the_large,
        calibration_error: of.model.calibration_error,
        bins: of.model.bins.iter().map(bin).collect(),
    }
}

fn bin(it: &Bin) -> CalibrationBinView {
    CalibrationBinView {
        visits: it.count,
        missed: it.missed,
        said: it.said,
        came: it.came,
        at_least: it.at_least,
        at_most: it.at_most,
    }
}

fn extra(setup: &Setup, it: &Extra) -> ExtraVisitView {
    let over = &it.overbook;
    let location = setup.location(it.location);
    ExtraVisitView {
        provider: it.provider,
        provider_name: resource_name(setup, it.provider),
        location: it.location,
        location_name: location.map_or_else(String::new, |it| it.name.clone()),
        date: date_text(it.day),
        wall_start: over.starts_at.wall(zone_or_first(setup, Some(it.location))).format("%H:%M").to_string(),
        appointment_type: it.appointment_type,
        type_name: type_name(setup, it.appointment_type),
        booked: it.booked,
        expected_missed: over.expected_missed,
        own_wait_minutes: over.own_wait_min,
        most_added_wait_minutes: over.most_added_wait_min,
        overtime_minutes: over.overtime_min,
    }
}

pub fn reason(setup: &Setup, it: &Reason) -> MissedReasonView {
    use MissedReasonView as V;
    match it.what {
        What::BookedAhead { days } => V::BookedAhead { days },
        What::Missed { missed, of } => V::Missed { missed, of },
        What::FirstVisit => V::FirstVisit,
        What::Weekday(day) => V::Weekday { weekday: u8::try_from(day.number_from_monday()).unwrap_or(1) },
        What::Hour(hour) => V::Hour { hour },
        What::OfSeries => V::OfSeries,
        What::BookedByClinic => V::BookedByClinic,
        What::AppointmentType(id) => V::AppointmentType { name: type_name(setup, id) },
        What::Location(id) => {
            V::Location { name: setup.location(id).map_or_else(String::new, |it| it.name.clone()) }
        }
        What::Provider(id) => {
            V::Provider { name: id.map_or_else(String::new, |id| resource_name(setup, id)) }
        }
    }
}

fn type_name(setup: &Setup, id: AppointmentTypeId) -> String {
    setup.appointment_type(id).map_or_else(String::new, |it| it.name.clone())
}
