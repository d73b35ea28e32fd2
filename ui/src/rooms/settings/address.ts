// An address as a form knows it.
import type { AddressView } from "@bridge";

export interface AddressValues {
  street: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
}

export const addressValues = (it: AddressView): AddressValues => ({
  street: it.lines.join(", "),
  city: it.city,
  region: it.region,
  postalCode: it.postal_code,
  country: it.country,
});

export function addressOf(it: AddressValues): AddressView {
  const street = it.street.trim();
  return {
    lines: street === "" ? [] : street.split(/,\s*/),
    city: it.city.trim(),
    region: it.region.trim(),
    postal_code: it.postalCode.trim(),
    country: it.country.trim(),
  };
}
