//! Finding times.

use super::zone_or_first;
use crate::{
    call::Call,
    desk::SignedIn,
    dto::{
        offer::{FindOffersRequest, OfferAtRequest, OfferAtView, OffersView, WantedView},
        refusal::RefusalView,
    },
    error::ApiError,
    shape::{
        offer::view,
        sentence::Wording,
        time::{date_text, parse_date, parse_wall},
    },
};
use chrono::NaiveTime;
use clinic_domain::arbitration::Refused;
use desk_app::{
    error::AppError,
    find_offers::{self, FindOffers, ORDINARY_LIMIT},
    offer_at::{self, SpotAnswer},
};

const MAX_LIMIT: u32 = 200;

pub fn find_offers(call: &Call<'_>, request: FindOffersRequest) -> Result<OffersView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = parse(&signed_in, &request)?;
    let configuration = signed_in.front.configuration()?;
    let zone = zone_or_first(&configuration.setup, Some(wanted.location));
    match find_offers::find_offers(&signed_in.front, signed_in.person, &wanted) {
        Ok(found) => {
            let searched_until = date_text(found.searched_until);
            let reasons =
                if found.offers.is_empty() { vec![nothing_free(&searched_until)] } else { Vec::new() };
            let offers = found
                .offers
                .into_iter()
                .map(|(handle, it)| view(&configuration.setup, zone, handle, &it))
                .collect();
            Ok(OffersView { wanted: wanted_view(&wanted), offers, searched_until, reasons })
        }
        Err(AppError::Refused(refused)) => Ok(OffersView {
            wanted: wanted_view(&wanted),
            offers: Vec::new(),
            searched_until: String::new(),
            reasons: Wording { setup: &configuration.setup, zone }.views(&refused),
        }),
        Err(error) => Err(error.into()),
    }
}

fn parse(signed_in: &SignedIn, request: &FindOffersRequest) -> Result<FindOffers, ApiError> {
    let mut wanted = match request.like {
        Some(id) => find_offers::search_like(&signed_in.front, signed_in.person, id)?,
        None => FindOffers {
            location: request.location.ok_or_else(|| ApiError::missing_field("location"))?,
            appointment_type: request
                .appointment_type
                .ok_or_else(|| ApiError::missing_field("appointment_type"))?,
            providers: Vec::new(),
            patient: request.patient,
            moving: request.moving,
            like: None,
            from: None,
            until: None,
            limit: ORDINARY_LIMIT,
        },
    };
    if !request.providers.is_empty() {
        wanted.providers.clone_from(&request.providers);
    }
    wanted.from = match request.from.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        None => None,
        Some(day) if day.len() == 10 => Some(parse_date("from", day)?.and_time(NaiveTime::MIN)),
        Some(time) => Some(parse_wall("from", time)?),
    };
    wanted.until = request.until.as_deref().map(|it| parse_date("until", it)).transpose()?;
    wanted.limit = request.limit.map_or(ORDINARY_LIMIT, |it| it.clamp(1, MAX_LIMIT) as usize);
    Ok(wanted)
}

fn wanted_view(wanted: &FindOffers) -> WantedView {
    WantedView {
        location: wanted.location,
        appointment_type: wanted.appointment_type,
        providers: wanted.providers.clone(),
        patient: wanted.patient,
    }
}

fn nothing_free(until: &str) -> RefusalView {
    RefusalView {
        code: "nothing_free".to_owned(),
        sentence: format!("Nothing is free until {until}. Look further on, or ask for any provider."),
        field: None,
    }
}

pub fn offer_at(call: &Call<'_>, request: OfferAtRequest) -> Result<OfferAtView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = offer_at::OfferAtRequest {
        resource: request.resource,
        start: parse_wall("start", &request.start)?,
        appointment_type: request.appointment_type,
        patient: request.patient,
        moving: request.moving,
    };
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let zone = zone_or_first(setup, setup.resource(request.resource).map(|it| it.location));
    let wording = Wording { setup, zone };
    Ok(match offer_at::offer_at(&signed_in.front, signed_in.person, &wanted) {
        Ok(SpotAnswer::Offer { handle, offer }) => {
            OfferAtView::Offer { offer: view(setup, zone, handle, &offer) }
        }
        Ok(SpotAnswer::Overbook { handle, offer, because }) => OfferAtView::Overbook {
            offer: view(setup, zone, handle, &offer),
            because: wording.views(&Refused(because)),
        },
        Ok(SpotAnswer::Refused(reasons)) => {
            OfferAtView::Refused { reasons: wording.views(&Refused(reasons)) }
        }
        Err(AppError::Refused(refused)) => OfferAtView::Refused { reasons: wording.views(&refused) },
        Err(error) => return Err(error.into()),
    })
}
