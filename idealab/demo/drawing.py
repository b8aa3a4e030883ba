"""Every sketch of the demo by its key, as a stroke document."""

from collections.abc import Callable

from idealab.demo import city_sketches as city
from idealab.demo import detail_sketches as detail
from idealab.demo import work_sketches as work
from idealab.demo.sheet import Sheet

SKETCHES: dict[str, Callable[[], Sheet]] = {
    "baker-van": work.baker_van,
    "bike-rack": city.bike_rack,
    "bolted-panels": detail.bolted_panels,
    "boot-floor": detail.boot_floor,
    "brake-light": city.brake_light,
    "calm-cockpit": detail.calm_cockpit,
    "care-boot": detail.care_boot,
    "child-seat": city.child_seat,
    "clinic-shuttle": city.clinic_shuttle,
    "cool-boxes": work.cool_boxes,
    "crate-van": work.crate_van,
    "cyclist-door": city.cyclist_door,
    "dog-boot": city.dog_boot,
    "front-signal": city.front_signal,
    "garden-pickup": work.garden_pickup,
    "kerb-light": city.kerb_light,
    "kerb-step": city.kerb_step,
    "lent-key": detail.lent_key,
    "low-floor": work.low_floor,
    "market-awning": work.market_awning,
    "night-workshop": work.night_workshop,
    "open-lamp": detail.open_lamp,
    "post-charging": city.post_charging,
    "roadster": city.roadster,
    "roof-ladder": work.roof_ladder,
    "seat-turn": city.seat_turn,
    "shared-house": city.shared_house,
    "side-ramp": city.side_ramp,
    "solar-roof": city.solar_roof,
    "street-party": city.street_party,
    "tailgate-bench": work.tailgate_bench,
    "tidy-cable": detail.tidy_cable,
    "van-office": work.van_office,
    "waiting-bench": city.waiting_bench,
    "warm-seats": city.warm_seats,
    "washable-cover": detail.washable_cover,
    "winter-handle": detail.winter_handle,
}


def document_of(key: str) -> dict:
    """The stroke document of a sketch. Raises KeyError for a key that is not drawn."""
    return SKETCHES[key]().document()
