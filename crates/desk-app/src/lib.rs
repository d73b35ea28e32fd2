//! The use cases of the front desk: read, authorize, decide, write, announce; one transaction each.
