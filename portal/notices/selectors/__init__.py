from portal.notices.selectors.notices import deliveries_of, notices_of
from portal.notices.selectors.outbox import failed_count, outbox

__all__ = ["deliveries_of", "failed_count", "notices_of", "outbox"]
