//! Finding times.

use super::SignedIn;
use crate::{
    call::Call,
    dto::offer::{FindOffersRequest, OfferAtRequest, OfferAtView, OffersView, WantedView},
    error::ApiError,
    shape::{
        fix, missing,
        offer::{view, with_before},
        setup::preceding,
        time::{date_text, parse_date, parse_optional_wall, parse_wall},
    },
};
use chrono::NaiveTime;
use clinic_domain::{arbitration::Refused, invalid::Field};
use desk_app::{
    error::AppError,
    find_offers::{self, FindOffers},
    offer_at::{self, SpotAnswer, SpotFix},
};

const MAX_LIMIT: u32 = 200;

pub fn find_offers(call: &Call<'_>, request: FindOffersRequest) -> Result<OffersView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = parse(&signed_in, &request)?;
    let configuration = signed_in.front.configuration()?;
    let wording = signed_in.wording(&configuration, Some(wanted.location));
    match find_offers::find_offers(&signed_in.front, signed_in.person, &wanted) {
        Ok(found) => {
            let searched_until = found.searched_until;
            let (reasons, alternatives) = found.missing.map_or_else(Default::default, |it| {
                (missing::reasons(&wording, &it, searched_until), missing::alternatives(&wording, &it))
            });
            let mut firsts = found.firsts.into_iter();
            let offer = |(handle, it)| with_before(&wording, view(&wording, handle, &it), firsts.next());
            let offers = found.offers.into_iter().map(offer).collect();
            let searched_until = date_text(searched_until);
            Ok(OffersView { wanted: wanted_view(&wanted), offers, searched_until, reasons, alternatives })
        }
        Err(AppError::Refused(refused)) => Ok(OffersView {
            wanted: wanted_view(&wanted),
            offers: Vec::new(),
            searched_until: String::new(),
            reasons: wording.views(&refused),
            alternatives: Vec::new(),
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
            link: None,
            from: None,
            until: None,
            limit: None,
        },
    };
    if !request.providers.is_empty() {
        wanted.providers.clone_from(&request.providers);
    }
    wanted.from = match request.from.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        None => None,
        Some(day) if day.len() == 10 => Some(parse_date(Field::From, day)?.and_time(NaiveTime::MIN)),
        Some(time) => Some(parse_wall(Field::From, time)?),
    };
    wanted.link = request.link.map(preceding);
    wanted.until = request.until.as_deref().map(|it| parse_date(Field::Until, it)).transpose()?;
    wanted.limit = request.limit.map(|it| it.clamp(1, MAX_LIMIT) as usize);
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

pub fn offer_at(call: &Call<'_>, request: OfferAtRequest) -> Result<OfferAtView, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = offer_at::OfferAtRequest {
        resource: request.resource,
        start: parse_wall(Field::Start, &request.start)?,
        appointment_type: request.appointment_type,
        patient: request.patient,
        moving: request.moving,
        link: request.link.map(preceding),
        written_at: parse_optional_wall(Field::WrittenAt, request.written_at.as_deref())?,
    };
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let wording = signed_in.wording(&configuration, setup.resource(request.resource).map(|it| it.location));
    let fixes = |fixes: Vec<SpotFix>| fixes.into_iter().map(|it| fix::view(&wording, it)).collect();
    Ok(match offer_at::offer_at(&signed_in.front, signed_in.person, &wanted) {
        Ok(SpotAnswer::Offer { handle, offer, before }) => {
            OfferAtView::Offer { offer: with_before(&wording, view(&wording, handle, &offer), before) }
        }
        Ok(SpotAnswer::Overbook { handle, offer, because, fixes: others }) => OfferAtView::Overbook {
            offer: view(&wording, handle, &offer),
            because: wording.views(&Refused(because)),
            fixes: fixes(others),
        },
        Ok(SpotAnswer::Refused { reasons, fixes: others }) => {
            OfferAtView::Refused { reasons: wording.views(&Refused(reasons)), fixes: fixes(others) }
        }
        Err(AppError::Refused(refused)) => {
            OfferAtView::Refused { reasons: wording.views(&refused), fixes: Vec::new() }
        }
        Err(error) => return Err(error.into()),
    })
}
