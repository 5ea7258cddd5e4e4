package org.fedfabric.trainer.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.protocol.refusal.RefusalCode;

/**
 * Through whom one invocation is endorsed, and what each failure changes about it (protocol.md §4). Pure bookkeeping.
 *
 * <p>It begins at the own gateway, which asks the own peer and then as many others as the policy needs. The plan moves on
 * when the own peer or its chaincode is down (Fabric's gateway has no failover there), and when the own peer alone
 * computes something else than all others: then a majority of the others endorses.
 */
final class EndorsementPlan {
    /**
     * Endorsers that commit a block at different moments differ for a moment too; a difference that outlives this many
     * proposals is not a race.
     */
    private static final int RACES = 2;

    /** Others may lag behind the own peer by a block or two. */
    private static final int LAGS = 4;

    private final ConnectionProfile profile;
    private final List<PeerConnection> peers;
    private int at;
    private boolean withoutOwn;
    private boolean reconnected;
    private int mismatches;
    private int lags;
    private int unready;
    private int moves;

    EndorsementPlan(ConnectionProfile profile, List<PeerConnection> inOrder, boolean ownSuspected) {
        this.profile = profile;
        this.peers = inOrder;
        if (ownSuspected && othersSuffice()) {
            leaveOwn();
        }
    }

    /**
     * What comes next.
     *
     * @param again whether to propose again
     * @param pauseAtLeast and at most: when
     * @param peerFailed whether the gateway just used is to rest
     * @param reconnect whether its connection is to be tried at once
     * @param notice what an operator should know, or absent
     */
    record Step(
            boolean again,
            Duration pauseAtLeast,
            Duration pauseAtMost,
            boolean peerFailed,
            boolean reconnect,
            String notice) {
        static Step giveUp() {
            return new Step(false, Duration.ZERO, Duration.ZERO, false, false, null);
        }

        static Step after(int millisAtLeast, int millisAtMost) {
            return new Step(
                    true, Duration.ofMillis(millisAtLeast), Duration.ofMillis(millisAtMost), false, false, null);
        }

        Step failing(String why) {
            return new Step(again, pauseAtLeast, pauseAtMost, true, true, why);
        }

        Step noticing(String what) {
            return new Step(again, pauseAtLeast, pauseAtMost, peerFailed, reconnect, what);
        }

        Step reconnecting() {
            return new Step(again, pauseAtLeast, pauseAtMost, peerFailed, true, notice);
        }
    }

    /** The gateway to use. */
    PeerConnection peer() {
        return peers.get(at);
    }

    /** The enterprises to name as endorsers; none leaves it to the gateway. */
    List<String> endorsers() {
        if (!withoutOwn) {
            return List.of();
        }
        Set<String> named = new TreeSet<>(Set.of(peer().mspId()));
        for (int i = 1; i < peers.size() && named.size() < profile.majority(); i++) {
            String mspId = peers.get((at + i) % peers.size()).mspId();
            if (!mspId.equals(profile.mspId())) {
                named.add(mspId);
            }
        }
        return List.copyOf(named);
    }

    /** Whether the own peer is left out because it computes something else. */
    boolean withoutOwn() {
        return withoutOwn;
    }

    /** Takes in what went wrong. */
    Step after(GatewayFailure failure) {
        return switch (failure.kind()) {
            case BUSY -> Step.after(300, 900);
            case MISMATCH -> mismatch(failure);
            case REFUSED -> refused(failure);
            case NOT_READY -> ++unready <= 10 ? Step.after(200, 400) : move(failure);
            case UNREACHABLE -> {
                if (!reconnected && failure.text().startsWith("UNAVAILABLE")) {
                    reconnected = true;
                    yield Step.after(50, 150).reconnecting();
                }
                yield move(failure);
            }
            case CHAINCODE_DOWN -> move(failure);
            case DENIED, INTERRUPTED -> Step.giveUp();
        };
    }

    private Step mismatch(GatewayFailure failure) {
        if (++mismatches <= RACES) {
            return Step.after(100, 300);
        }
        if (!withoutOwn && failure.mspIds().size() >= profile.majority()) {
            leaveOwn();
            return Step.after(0, 1)
                    .noticing(own() + " computes other results than the rest; endorsing through "
                            + peer().endpoint() + " with " + endorsers()
                            + " instead. Compare its package with theirs. (" + failure.text() + ")");
        }
        return mismatches <= 3 * RACES ? Step.after(200, 600) : Step.giveUp();
    }

    private Step refused(GatewayFailure failure) {
        boolean disputed = failure.code() == RefusalCode.AGGREGATE_MISMATCH;
        if (failure.mspIds().contains(peer().mspId())) {
            boolean ownAlone = !withoutOwn && peer().mspId().equals(profile.mspId());
            return disputed && ownAlone && othersSuffice() ? appeal(failure) : Step.giveUp();
        }
        // The gateway's own peer endorsed and others refuse: they may not have seen the last block yet.
        return !disputed && ++lags <= LAGS ? Step.after(100, 200 * lags) : Step.giveUp();
    }

    /** The own peer may be wrong, or whoever named the aggregate: the others decide. */
    private Step appeal(GatewayFailure failure) {
        leaveOwn();
        return Step.after(0, 1)
                .noticing(own() + " does not compute the aggregate that was named; asking " + endorsers()
                        + " through " + peer().endpoint() + ". If they compute it, compare its package with theirs. ("
                        + failure.text() + ")");
    }

    private String own() {
        return "the chaincode of " + profile.enterprise() + " (" + profile.mspId() + ")";
    }

    private void leaveOwn() {
        withoutOwn = true;
        at = 0;
        skipOwn();
    }

    private void skipOwn() {
        while (withoutOwn && peer().mspId().equals(profile.mspId())) {
            at = (at + 1) % peers.size();
        }
    }

    /** The next gateway; after each has had its turn twice there is nobody left to ask. */
    private Step move(GatewayFailure failure) {
        PeerConnection left = peer();
        if (++moves >= 2 * peers.size()) {
            return Step.giveUp();
        }
        at = (at + 1) % peers.size();
        skipOwn();
        reconnected = false;
        unready = 0;
        // A second round waits for whoever is being restarted.
        Step step = moves < peers.size() ? Step.after(0, 20) : Step.after(500, 1_500);
        return step.failing(left.endpoint() + " cannot endorse; going on through " + peer().endpoint() + ". ("
                + failure.text() + ")");
    }

    private boolean othersSuffice() {
        return profile.enterprises().size() - 1 >= profile.majority();
    }
}
