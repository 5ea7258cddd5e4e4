package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.fedfabric.trainer.ledger.TestCrypto.Certified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewableCertificateTest {
    @TempDir
    Path folder;

    private final TickingClock clock = new TickingClock();
    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger(RenewableCertificate.class.getPackageName());
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel() == Level.WARNING) {
                warnings.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Certified first;
    private Path file;
    private RenewableCertificate certificate;
    private long writes;

    @BeforeEach
    void read() throws Exception {
        logger.addHandler(collector);
        first = until(Duration.ofDays(90));
        file = folder.resolve("cert.pem");
        write(first.certificatePem());
        certificate = new RenewableCertificate(file, clock);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(collector);
    }

    private Certified until(Duration fromNow) throws Exception {
        KeyPair keys = first == null ? TestCrypto.selfSigned("p1").keys() : first.keys();
        return TestCrypto.selfSigned(
                "p1", keys, clock.instant(), clock.instant().plus(fromNow));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(++writes)));
    }

    @Test
    void refuses_a_file_that_holds_no_certificate() throws Exception {
        write("no certificate");
        assertThatThrownBy(() -> new RenewableCertificate(file, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("X.509")
                .hasMessageContaining(file.toString());
    }

    @Test
    void keeps_the_old_one_while_the_file_is_missing_or_half_written() throws Exception {
        Files.delete(file);
        clock.pass(Duration.ofSeconds(2));
        assertThat(certificate.current()).isEqualTo(first.certificate());
        write(first.certificatePem().substring(0, 100));
        clock.pass(Duration.ofSeconds(2));
        assertThat(certificate.current()).isEqualTo(first.certificate());

        Certified renewed = until(Duration.ofDays(180));
        write(renewed.certificatePem());
        clock.pass(Duration.ofSeconds(2));
        assertThat(certificate.current()).isEqualTo(renewed.certificate());
    }

    @Test
    void keeps_the_old_one_and_says_what_to_do_when_the_file_is_for_another_key() throws Exception {
        write(TestCrypto.selfSigned("p1").certificatePem());
        clock.pass(Duration.ofSeconds(2));
        assertThat(certificate.current()).isEqualTo(first.certificate());
        clock.pass(Duration.ofSeconds(2));
        certificate.current();
        assertThat(warnings).singleElement().asString().contains("another key", "participant bind", "restart");
    }

    @Test
    void takes_up_a_renewed_one_within_a_second() throws Exception {
        Certified renewed = until(Duration.ofDays(180));
        write(renewed.certificatePem());
        assertThat(certificate.current()).as("looked at once a second").isEqualTo(first.certificate());
        clock.pass(Duration.ofSeconds(1));
        assertThat(certificate.current()).isEqualTo(renewed.certificate());
    }

    @Test
    void warns_from_two_weeks_before_the_end_twice_a_day() {
        clock.pass(Duration.ofDays(75));
        certificate.current();
        assertThat(warnings).isEmpty();
        clock.pass(Duration.ofDays(2));
        certificate.current();
        certificate.current();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("CN=p1", file.toString(), "renew").contains("2027-04-01 00:00:00 UTC");
        clock.pass(Duration.ofHours(13));
        certificate.current();
        assertThat(warnings).hasSize(2);
    }

    @Test
    void warns_of_a_short_lived_one_in_the_last_third_of_its_life_only() throws Exception {
        write(until(Duration.ofHours(3)).certificatePem());
        RenewableCertificate brief = new RenewableCertificate(file, clock);
        brief.current();
        assertThat(warnings).isEmpty();
        clock.pass(Duration.ofMinutes(150));
        brief.current();
        assertThat(warnings).hasSize(1);
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2027-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
