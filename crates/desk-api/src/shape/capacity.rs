//! Figures as the window draws them.

use super::{offer::resource_name, time::date_text};
use crate::dto::capacity::{
    CapacityCellView, CapacityNeedView, CapacityProviderView, CapacityView, CapacityWeekView, FigureView,
    MetricView, ProviderThirdNextView,
};
use clinic_domain::{
    capacity::{Cell, Figure, Measures, Metric, Need, Point, TRENDED, Week},
    setup::Setup,
};
use desk_app::capacity::Capacity;

#[must_use]
pub fn view(setup: &Setup, it: &Capacity) -> CapacityView {
    let zone = setup.first_zone();
    let of_first = it.cells.first().map(|it| it.provider);
    let ahead = it.cells.iter().take_while(|cell| Some(cell.provider) == of_first);
    CapacityView {
        today: date_text(it.today),
        wall_now: it.now.wall_text(zone),
        first_day: date_text(*it.days.start()),
        last_day: date_text(*it.days.end()),
        figures: measures(&it.measures),
        of_yesterday: measures(&it.yesterday),
        of_today: measures(&it.of_today),
        ahead: ahead.map(|it| date_text(it.day)).collect(),
        providers: it
            .cells
            .chunk_by(|one, next| one.provider == next.provider)
            .filter_map(|cells| provider(setup, it, cells))
            .collect(),
        weeks: it.weeks.iter().map(week).collect(),
        needs: it.needs.iter().map(|it| need(setup, it)).collect(),
        usual: it.usual.iter().map(|(metric, figure)| metric_view(*metric, *figure)).collect(),
    }
}

fn provider(setup: &Setup, of: &Capacity, cells: &[Cell]) -> Option<CapacityProviderView> {
    let first = cells.first()?;
    let third_next = of.third_next.iter().find(|it| it.provider == first.provider);
    Some(CapacityProviderView {
        provider: first.provider,
        name: resource_name(setup, first.provider),
        location: first.location,
        location_name: setup.location(first.location).map_or_else(String::new, |it| it.name.clone()),
        cells: cells.iter().map(cell).collect(),
        third_next: third_next.map(|it| ProviderThirdNextView {
            type_name: setup
                .appointment_type(it.appointment_type)
                .map_or_else(String::new, |it| it.name.clone()),
            days: it.days,
        }),
    })
}

fn need(setup: &Setup, it: &Need) -> CapacityNeedView {
    let of_type = it.appointment_type.and_then(|id| setup.appointment_type(id));
    CapacityNeedView {
        kind: it.kind,
        location: it.location,
        location_name: setup.location(it.location).map_or_else(String::new, |it| it.name.clone()),
        provider: it.provider,
        provider_name: it.provider.map_or_else(String::new, |id| resource_name(setup, id)),
        appointment_type: it.appointment_type,
        type_name: of_type.map_or_else(String::new, |it| it.name.clone()),
        day: it.day.map(date_text),
        weekday: it.weekday.and_then(|it| u8::try_from(it.number_from_monday()).ok()),
        count: it.count,
        minutes: it.minutes,
        days: it.days,
        share: it.share.map(figure_view),
    }
}

fn cell(it: &Cell) -> CapacityCellView {
    CapacityCellView {
        open: it.open_minutes,
        booked: it.booked_minutes,
        held: it.held_minutes,
        free: it.free_minutes,
        past: it.past_minutes,
        overbooked: it.overbooked_minutes,
        visits: it.visits,
    }
}

fn week(it: &Week) -> CapacityWeekView {
    CapacityWeekView {
        monday: date_text(it.monday),
        whole: point(&it.whole),
        days: it.days.iter().map(point).collect(),
    }
}

fn point(it: &Point) -> Vec<MetricView> {
    TRENDED.iter().map(|metric| metric_view(*metric, it.get(*metric))).collect()
}

fn measures(of: &Measures) -> Vec<MetricView> {
    of.all().map(|(metric, figure)| metric_view(metric, figure)).collect()
}

fn metric_view(metric: Metric, figure: Figure) -> MetricView {
    MetricView { metric, unit: metric.unit(), figure: figure_view(figure) }
}

fn figure_view(figure: Figure) -> FigureView {
    match figure {
        Figure::Share { part, whole } => FigureView::Share { part, whole },
        Figure::Spread { median, p90, of } => FigureView::Spread { median, p90, of },
        Figure::Mean { total, of } => FigureView::Mean { total, of },
        Figure::Amount(amount) => FigureView::Amount { amount },
        Figure::Unknown(why) => FigureView::Unknown { why },
    }
}
