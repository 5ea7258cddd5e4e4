package org.fedfabric.chaincode.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fedfabric.protocol.canonical.Names;

/**
 * A key of the state: a kind and its parts, in that order. Parts are identifiers, digests and numbers whose shapes exclude
 * every separator, so no name that a user chooses can reach another kind's keys, and numbers have a fixed width, so that
 * key order is their order.
 *
 * @param kind which records live there
 * @param parts what tells them apart
 */
public record StateKey(Kind kind, List<String> parts) {
    /** The kinds of records. */
    public enum Kind {
        /** (msp, name) → Participant. */
        PARTICIPANT,
        /** (fingerprint) → CertificateBinding. */
        CERTIFICATE,
        /** (msp, lineage) → DataAccount. */
        ACCOUNT,
        /** (task) → TaskRecord. */
        TASK,
        /** (task) → Head. */
        HEAD,
        /** (task, version) → VersionRecord. */
        VERSION,
        /** (task, base, msp, name) → UpdateRecord. */
        UPDATE,
        /** (task, msp, name) → Membership. */
        MEMBERSHIP,
        /** (task, page) → RosterPage. */
        ROSTER,
        /** (task, msp, name) → Declaration. */
        DECLARATION,
        /** (task, version, msp, name) → LocalScore. */
        SCORE,
        /** (all) → EnterpriseRegister. */
        ENTERPRISES,
        /** (msp voted on, msp that votes) → EnterpriseVote. */
        VOTE
    }

    /** Digits of 2^40, the largest version. */
    private static final int NUMBER_WIDTH = 13;

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /** Checks that no part could be read as two. */
    public StateKey {
        parts = List.copyOf(parts);
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "A part of a key must be 1 to 64 letters, digits, dots and hyphens. Provided value: " + part);
            }
        }
    }

    /** Key of a participant, by its id {@code mspId/name}. */
    public static StateKey participant(String id) {
        return new StateKey(Kind.PARTICIPANT, split(id));
    }

    /** Key of a certificate's binding. */
    public static StateKey certificate(String fingerprint) {
        return new StateKey(Kind.CERTIFICATE, List.of(Names.requireDigest(fingerprint, "fingerprint")));
    }

    /** Key of the one register of enterprises. */
    public static StateKey enterprises() {
        return new StateKey(Kind.ENTERPRISES, List.of("all"));
    }

    /** Key of an enterprise's vote on another. */
    public static StateKey vote(String mspId, String voter) {
        return new StateKey(
                Kind.VOTE, List.of(Names.requireMspId(mspId, "MSP id"), Names.requireMspId(voter, "voter")));
    }

    /** Key of a data account. */
    public static StateKey account(String mspId, String lineage) {
        return new StateKey(
                Kind.ACCOUNT, List.of(Names.requireMspId(mspId, "MSP id"), Names.requireId(lineage, "lineage")));
    }

    /** Key of a task. */
    public static StateKey task(String task) {
        return new StateKey(Kind.TASK, List.of(Names.requireId(task, "task")));
    }

    /** Key of the pointer to a task's newest version. */
    public static StateKey head(String task) {
        return new StateKey(Kind.HEAD, List.of(Names.requireId(task, "task")));
    }

    /** Key of a version. */
    public static StateKey version(String task, long version) {
        return new StateKey(Kind.VERSION, List.of(Names.requireId(task, "task"), number(version)));
    }

    /** Key of a participant's update to a version. */
    public static StateKey update(String task, long base, String participantId) {
        List<String> parts = new ArrayList<>(List.of(Names.requireId(task, "task"), number(base)));
        parts.addAll(split(participantId));
        return new StateKey(Kind.UPDATE, parts);
    }

    /** Key of a participant's membership in a task. */
    public static StateKey membership(String task, String participantId) {
        List<String> parts = new ArrayList<>(List.of(Names.requireId(task, "task")));
        parts.addAll(split(participantId));
        return new StateKey(Kind.MEMBERSHIP, parts);
    }

    /** Key of a member's claim about its environment. */
    public static StateKey declaration(String task, String participantId) {
        return new StateKey(Kind.DECLARATION, membership(task, participantId).parts());
    }

    /** The common beginning of all such claims in a task. */
    public static StateKey declarationsIn(String task) {
        return new StateKey(Kind.DECLARATION, List.of(Names.requireId(task, "task")));
    }

    /** Key of a member's claim of how well a version does on its own rows. */
    public static StateKey localScore(String task, long version, String participantId) {
        return new StateKey(Kind.SCORE, update(task, version, participantId).parts());
    }

    /** The common beginning of all such claims about a version. */
    public static StateKey localScoresOf(String task, long version) {
        return new StateKey(Kind.SCORE, version(task, version).parts());
    }

    /** Key of a page of a task's roster. */
    public static StateKey roster(String task, int page) {
        return new StateKey(Kind.ROSTER, List.of(Names.requireId(task, "task"), number(page)));
    }

    /** The common beginning of all participants of an enterprise. */
    public static StateKey participantsOf(String mspId) {
        return new StateKey(Kind.PARTICIPANT, List.of(Names.requireMspId(mspId, "MSP id")));
    }

    /** The common beginning of all data accounts of an enterprise. */
    public static StateKey accountsOf(String mspId) {
        return new StateKey(Kind.ACCOUNT, List.of(Names.requireMspId(mspId, "MSP id")));
    }

    /** The common beginning of all tasks. */
    public static StateKey tasks() {
        return new StateKey(Kind.TASK, List.of());
    }

    /** The common beginning of all memberships in a task. */
    public static StateKey membershipsIn(String task) {
        return new StateKey(Kind.MEMBERSHIP, List.of(Names.requireId(task, "task")));
    }

    /**
     * The place in a list that a bookmark names: the key's last parts, joined by slashes. Whatever the bookmark says, the
     * place lies under the prefix.
     *
     * @param prefix the common beginning of the list's keys
     * @param bookmark from the page before; empty for the beginning
     * @return the key to go on with, or null for the beginning
     * @throws IllegalArgumentException if the bookmark is none
     */
    public static StateKey resume(StateKey prefix, String bookmark) {
        if (bookmark.isEmpty()) {
            return null;
        }
        List<String> parts = new ArrayList<>(prefix.parts());
        parts.addAll(List.of(bookmark.split("/", -1)));
        return new StateKey(prefix.kind(), parts);
    }

    /** The bookmark that names this place in a list. */
    String bookmarkUnder(StateKey prefix) {
        return String.join("/", parts.subList(prefix.parts().size(), parts.size()));
    }

    private static List<String> split(String participantId) {
        return List.of(
                Names.requireParticipantId(participantId, "participant id").split("/", 2));
    }

    private static String number(long n) {
        String digits = Long.toString(n);
        if (n < 0 || digits.length() > NUMBER_WIDTH) {
            throw new IllegalArgumentException("A number in a key must lie in [0, 10^13). Provided value: " + n);
        }
        return "0".repeat(NUMBER_WIDTH - digits.length()) + digits;
    }
}
