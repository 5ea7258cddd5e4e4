package org.fedfabric.trainer.ledger;

import java.nio.file.Path;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What this program shows to peers that ask for a certificate before they talk (mutual TLS). It opens the connection and
 * signs nothing: who acts is decided by {@link ClientIdentity}.
 *
 * @param certificate PEM file, issued by an authority that the peers were told of
 * @param key PEM file with its unencrypted PKCS#8 key
 */
public record ClientCertificate(Path certificate, Path key) {
    /** Refuses half of a pair. */
    public ClientCertificate {
        Checks.present(certificate, "certificate of tls");
        Checks.present(key, "key of tls");
    }
}
