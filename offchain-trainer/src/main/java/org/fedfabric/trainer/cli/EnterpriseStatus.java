package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.StoreStatus;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.OwnPeer;

/** What one enterprise's peer, chaincode and content store say, and what of it an operator should look at. */
final class EnterpriseStatus {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(10);

    /** Readings of the endorser's clock; the one that took least time is the most exact. The first opens the connection. */
    private static final int CLOCK_READINGS = 3;

    private static final int LONGEST_REASON = 240;

    private final String enterprise;
    private final JsonObject row = new JsonObject();
    private final List<String> warnings = new ArrayList<>();
    private boolean healthy = true;
    private JsonArray tasks = new JsonArray();

    private EnterpriseStatus(String enterprise) {
        this.enterprise = enterprise;
        row.addProperty("enterprise", enterprise);
    }

    /** Asks everything there is to ask, whatever does not answer. */
    static EnterpriseStatus of(String enterprise, Session session) {
        EnterpriseStatus status = new EnterpriseStatus(enterprise);
        status.row.addProperty("mspId", session.profile().mspId());
        status.row.addProperty("gateway", session.profile().gateways().get(0).address());
        status.readPeer(session.peer());
        if (status.healthy) {
            status.readChaincode(session);
        }
        status.readStore(session);
        return status;
    }

    JsonObject row() {
        return row;
    }

    List<String> warnings() {
        return warnings;
    }

    boolean healthy() {
        return healthy;
    }

    JsonArray tasks() {
        return tasks;
    }

    private void readPeer(OwnPeer peer) {
        try {
            row.addProperty("height", peer.height());
            row.addProperty("peer", "answers");
        } catch (LedgerException e) {
            down("peer", e);
        }
    }

    private void readChaincode(Session session) {
        FederationContract contract = new FederationContract(session.ledger());
        try {
            tasks = Pages.all(session.ledger(), "task:List");
            EndorserStatus endorser = readClock(contract);
            row.addProperty("chaincode", "answers");
            row.addProperty("packageId", endorser.packageId());
            row.addProperty("codeSha256", endorser.codeSha256());
            row.addProperty("code", endorser.code().name());
            row.addProperty("rules", endorser.rules());
            row.addProperty("uptimeSeconds", endorser.uptimeMillis() / 1_000);
            if (endorser.packageId() != null) {
                comparePackage(session.peer(), endorser.packageId());
            }
        } catch (LedgerRefusal e) {
            // It answers, as one that was built before there was this question.
            row.addProperty("chaincode", "answers");
            warnings.add(enterprise + ": the chaincode cannot say what it runs: " + shortened(e));
        } catch (LedgerException e) {
            down("chaincode", e);
        }
    }

    /** The endorser read its clock somewhere between asking and answer: half of that time is the error. */
    private EndorserStatus readClock(FederationContract contract) throws LedgerException {
        EndorserStatus status = null;
        long leastNanos = Long.MAX_VALUE;
        long offsetMillis = 0;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long askedMillis = System.currentTimeMillis();
            long askedNanos = System.nanoTime();
            status = contract.endorser();
            long tookNanos = System.nanoTime() - askedNanos;
            if (tookNanos < leastNanos) {
                leastNanos = tookNanos;
                offsetMillis = status.clockMillis() - askedMillis - tookNanos / 2_000_000;
            }
        }
        long errorMillis = leastNanos / 2_000_000 + 1;
        row.addProperty("clockOffsetMillis", offsetMillis);
        row.addProperty("clockErrorMillis", errorMillis);
        if (Math.abs(offsetMillis) > VersionRules.SKEW_MILLIS) {
            warnings.add(enterprise + ": the endorser's clock is " + offsetMillis + " ms (± " + errorMillis
                    + ") from this machine's; clocks must agree within " + VersionRules.SKEW_MILLIS
                    + " ms, or it refuses to endorse. Set up time synchronisation.");
        }
        return status;
    }

    private void comparePackage(OwnPeer peer, String running) {
        try {
            OwnPeer.Definition definition = peer.definition();
            row.addProperty("sequence", definition.sequence());
            row.addProperty("definitionVersion", definition.version());
            Optional<String> approved = peer.approvedPackage(definition);
            row.addProperty("packageMatches", approved.filter(running::equals).isPresent());
            if (approved.isEmpty() || !approved.get().equals(running)) {
                warnings.add(enterprise + ": the chaincode runs as " + running + ", and the enterprise approved "
                        + approved.orElse("no package") + " for the definition in force (sequence "
                        + definition.sequence() + "). Deploy, or restart the chaincode with the approved package.");
            }
        } catch (LedgerException e) {
            // The embedded network, and users who are no administrators, cannot be told.
            row.addProperty("packageMatches", (Boolean) null);
            warnings.add(enterprise + ": the approved package cannot be read: " + shortened(e));
        }
    }

    private void readStore(Session session) {
        try {
            StoreStatus store = session.store().status(STORE_DEADLINE);
            row.addProperty("contentStore", session.profile().contentStore() + " " + store.version());
            row.addProperty("contentPeers", store.peers());
            row.addProperty("contentBytes", store.sizeBytes());
        } catch (ContentStoreException | CommandException e) {
            down("contentStore", e);
        }
    }

    private void down(String what, Exception e) {
        healthy = false;
        row.addProperty(what, "down");
        warnings.add(enterprise + ": " + what + " is down: " + shortened(e));
    }

    private static String shortened(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON) + "…";
    }
}
