//! Security codes: digits from the system's random numbers.

use ring::error::Unspecified;
use ring::rand::SecureRandom;

/// A code of that many digits, each as likely as any other.
pub(super) fn made(random: &dyn SecureRandom, length: u8) -> Result<String, Unspecified> {
    let length = usize::from(length);
    let mut code = String::with_capacity(length);
    while code.len() < length {
        let mut bytes = [0; 16];
        random.fill(&mut bytes)?;
        // The last six of 256 values would make the first six digits likelier.
        let digits = bytes.iter().filter(|byte| **byte < 250);
        let digits = digits.map(|byte| char::from(b'0' + byte % 10));
        code.extend(digits.take(length - code.len()));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;

    use super::*;

    #[test]
    fn every_digit_comes_up_about_as_often() {
        let random = SystemRandom::new();
        let mut counts = [0_u32; 10];
        for _ in 0..2000 {
            let code = made(&random, 10).unwrap();
            assert_eq!(code.len(), 10);
            for digit in code.bytes() {
                counts[usize::from(digit - b'0')] += 1;
            }
        }
        assert!(
            counts.iter().all(|count| (1700..2300).contains(count)),
            "{counts:?}"
        );
        assert_ne!(made(&random, 8).unwrap(), made(&random, 8).unwrap());
    }
}
