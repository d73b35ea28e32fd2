//! Finding times.

use super::zone_or_first;
use crate::{
    call::Call,
    dto::offer::{FindOffersRequest, OfferAtRequest, OfferAtView, OffersView},
    error::ApiError,
    shape::{
        missing,
        offer::view,
        sentence::Wording,
        time::{date_text, parse_date, parse_wall},
    },
};
use chrono::NaiveTime;
use clinic_domain::arbitration::Refused;
use desk_app::{
    error::AppError,
    find_offers::{self, FindOffers},
    offer_at::{self, SpotAnswer},
};

const ORDINARY_LIMIT: u32 = 3;
const MAX_LIMIT: u32 = 200;

pub fn find_offers(call: &Call<'_>, request: FindOffersRequest) -> Result<OffersView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = parse(&request)?;
    let configuration = signed_in.front.configuration()?;
    let wording = Wording {
        setup: &configuration.setup,
        zone: zone_or_first(&configuration.setup, Some(request.location)),
    };
    match find_offers::find_offers(&signed_in.front, signed_in.person, &wanted) {
        Ok(found) => {
            let searched_until = found.searched_until;
            let (reasons, alternatives) = found.missing.map_or_else(Default::default, |it| {
                (missing::reasons(wording, &it, searched_until), missing::alternatives(wording, &it))
            });
            let offers = found.offers.into_iter();
            let offers = offers.map(|(handle, it)| view(wording.setup, wording.zone, handle, &it)).collect();
            Ok(OffersView { offers, searched_until: date_text(searched_until), reasons, alternatives })
        }
        Err(AppError::Refused(refused)) => Ok(OffersView {
            offers: Vec::new(),
            searched_until: String::new(),
            reasons: wording.views(&refused),
            alternatives: Vec::new(),
        }),
        Err(error) => Err(error.into()),
    }
}

fn parse(request: &FindOffersRequest) -> Result<FindOffers, Refused> {
    let from = match request.from.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        None => None,
        Some(day) if day.len() == 10 => Some(parse_date("from", day)?.and_time(NaiveTime::MIN)),
        Some(time) => Some(parse_wall("from", time)?),
    };
    let until = request.until.as_deref().map(|it| parse_date("until", it)).transpose()?;
    let limit = request.limit.unwrap_or(ORDINARY_LIMIT).clamp(1, MAX_LIMIT);
    Ok(FindOffers {
        location: request.location,
        appointment_type: request.appointment_type,
        providers: request.providers.clone(),
        patient: request.patient,
        moving: request.moving,
        from,
        until,
        limit: limit as usize,
    })
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
        Ok(SpotAnswer::Overbook { handle, offer, because, may_overbook }) => OfferAtView::Overbook {
            offer: view(setup, zone, handle, &offer),
            because: wording.views(&Refused(because)),
            may_overbook,
        },
        Ok(SpotAnswer::Refused(reasons)) => {
            OfferAtView::Refused { reasons: wording.views(&Refused(reasons)) }
        }
        Err(AppError::Refused(refused)) => OfferAtView::Refused { reasons: wording.views(&refused) },
        Err(error) => return Err(error.into()),
    })
}
