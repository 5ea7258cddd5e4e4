package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.hyperledger.fabric.client.identity.Identities;

/**
 * The certificate in a file that an administrator may replace by a renewed one while it is in use. Only one for the same
 * key is taken up: another key is another signer, which the ledger has to know first.
 */
final class RenewableCertificate {
    /** Reading a file's time at each call would be cheap, and more than an administrator can notice. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Time to find the administrator; of certificates that live for less than six weeks, the last third of their life. */
    private static final Duration WARN_BEFORE = Duration.ofDays(14);

    private static final Duration WARN_EVERY = Duration.ofHours(12);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Logger LOG = System.getLogger(RenewableCertificate.class.getPackageName());

    private final Path file;
    private final Clock clock;
    private X509Certificate current;
    private FileTime read;
    private Instant lookAgain;
    private Instant warnAgain = Instant.MIN;

    /**
     * Reads the file for the first time.
     *
     * @throws IOException if it is not there or holds no certificate
     */
    RenewableCertificate(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.read = Files.getLastModifiedTime(file);
        this.current = parse(file);
        this.lookAgain = clock.instant().plus(LOOK_EVERY);
    }

    /** The certificate as the file has it; the last good one while the file holds no certificate for the same key. */
    synchronized X509Certificate current() {
        Instant now = clock.instant();
        if (!now.isBefore(lookAgain)) {
            lookAgain = now.plus(LOOK_EVERY);
            look();
        }
        if (!now.isBefore(warnAgain) && now.isAfter(warnFrom(current))) {
            warnAgain = now.plus(WARN_EVERY);
            LOG.log(Level.WARNING, advice());
        }
        return current;
    }

    /** Until when it is valid, and what to do about it, in sentences. */
    synchronized String advice() {
        return "The certificate of " + current.getSubjectX500Principal().getName() + " must be valid. Provided value: "
                + "one that ends " + DATE.format(current.getNotAfter().toInstant()) + ", in " + file
                + ". Have the enterprise's authority renew it for the same key and put it there: it is taken up without a"
                + " restart, and nothing has to be bound.";
    }

    private void look() {
        try {
            FileTime written = Files.getLastModifiedTime(file);
            if (written.equals(read)) {
                return;
            }
            X509Certificate found = parse(file);
            read = written;
            if (!found.getPublicKey().equals(current.getPublicKey())) {
                LOG.log(
                        Level.WARNING,
                        "The certificate in {0} is for another key, which is not taken up while this runs. Bind it to the"
                                + " participant (fedfabric participant bind), then restart.",
                        file);
            } else if (!found.equals(current)) {
                current = found;
                warnAgain = Instant.MIN;
                LOG.log(
                        Level.INFO,
                        "Took up the renewed certificate in {0}, valid until {1}",
                        file,
                        DATE.format(found.getNotAfter().toInstant()));
            }
        } catch (IOException e) {
            // Whoever replaces the file may be half-way; it is looked at again.
            LOG.log(Level.DEBUG, "looking for a renewed certificate", e);
        }
    }

    private static Instant warnFrom(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration third =
                Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(3);
        return end.minus(third.compareTo(WARN_BEFORE) < 0 ? third : WARN_BEFORE);
    }

    private static X509Certificate parse(Path file) throws IOException {
        try {
            return Identities.readX509Certificate(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CertificateException | UncheckedIOException e) {
            throw new IOException("A certificate must be X.509 in PEM form. Provided value: " + file, e);
        }
    }
}
