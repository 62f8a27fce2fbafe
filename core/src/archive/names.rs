//! Names of records.

/// A short name for the owner (FNV-1a). It keeps clients out of each other's way; what keeps their
/// records apart is the seal.
pub(super) fn mark(owner: &str) -> String {
    let hash = owner.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// As `sort` leaves them. There are few, and less code does for them.
pub(super) fn in_order(places: Vec<String>) -> Vec<String> {
    let mut sorted: Vec<String> = Vec::with_capacity(places.len());
    for place in places {
        let at = sorted.partition_point(|other| *other < place);
        sorted.insert(at, place);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_the_order_that_sort_gives_them() {
        let names = ["b", "", "a-2", "a-10", "b", "c"].map(str::to_owned);
        let mut sorted = names.to_vec();
        sorted.sort();
        assert_eq!(in_order(names.to_vec()), sorted);
    }
}
