//! What other desks are about to book, and how this one sees them.

use super::time::{date_text, utc_text};
use crate::{
    centre::Tie,
    dto::neighbours::{DeskNameView, ElsewhereView, LanState, NeighbourView, NeighboursView},
    neighbours::Ear,
};
use chrono_tz::Tz;
use clinic_domain::{
    id::ResourceId,
    time::{Instant, Period, local_day},
};

#[must_use]
pub fn time(zone: Tz, resource: ResourceId, during: Period, desk: DeskNameView) -> ElsewhereView {
    let date = during.start().local_date(zone);
    let day = local_day(zone, date);
    let minute = |at: Instant| {
        let minutes = (at.0 - day.start().0).div_euclid(60).clamp(0, day.minutes());
        u16::try_from(minutes).unwrap_or_default()
    };
    let wall = |at: Instant| at.wall(zone).format("%H:%M").to_string();
    ElsewhereView {
        desk,
        resource,
        date: date_text(date),
        from_minute: minute(during.start()),
        to_minute: minute(during.end()),
        wall_start: wall(during.start()),
        wall_end: wall(during.end()),
    }
}

#[must_use]
pub fn view(tie: &Tie) -> NeighboursView {
    let known = tie.neighbours.known();
    let ear = tie.neighbours.ear();
    let (lan, open) = match &*ear {
        Ear::Open(lan) => (LanState::On, Some(lan)),
        Ear::Off => (LanState::Off, None),
        Ear::Failed => (LanState::Failed, None),
        Ear::Without => (LanState::Without, None),
    };
    let heard = open.map(desk_lan::Lan::heard).unwrap_or_default();
    let desks = known.into_iter().map(|desk| NeighbourView {
        heard_at: heard.iter().find(|it| it.0 == desk.device).map(|it| utc_text(it.1)),
        name: desk.name,
    });
    NeighboursView {
        lan,
        listens: open.map(|it| it.listens().to_string()),
        desks: desks.collect(),
        refused: open.map_or(0, |it| u32::try_from(it.refused()).unwrap_or(u32::MAX)),
    }
}
