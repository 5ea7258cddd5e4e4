package org.fedfabric.protocol.refusal;

/**
 * The stable numbers of refusals. Ranges: 10xx request, 11xx identity, 12xx data and budget, 20xx task, 30xx update,
 * 40xx version, 50xx try again, 90xx a defect of ours.
 */
public enum RefusalCode {
    /** The function does not exist. */
    UNKNOWN_FUNCTION(1001, "call one of the documented functions"),
    /** Too many or too few arguments. */
    WRONG_ARGUMENT_COUNT(1002, "pass the documented arguments"),
    /** An argument is not of its documented form. */
    MALFORMED_ARGUMENT(1003, "correct the argument"),
    /** What was asked for is not on this ledger. */
    NOT_FOUND(1004, "check the name"),

    /** Only an administrator of the enterprise may do this. */
    NOT_ADMIN(1101, "ask an administrator of the enterprise"),
    /** The certificate is bound to no participant. */
    NOT_ENROLLED(1102, "ask the enterprise's administrator to enrol or bind this certificate"),
    /** The participant lacks the role. */
    MISSING_ROLE(1103, "ask the enterprise's administrator for the role"),
    /** The participant is suspended. */
    SUSPENDED(1104, "ask the enterprise's administrator"),
    /** The record belongs to somebody else. */
    NOT_OWNER(1105, "act with the owner's identity"),
    /** A participant of that name exists with other contents. */
    PARTICIPANT_EXISTS(1106, "choose another name or bind a further certificate"),
    /** The certificate is bound to another participant. */
    CERTIFICATE_BOUND(1107, "unbind it first"),
    /** An enterprise's own standing is for the others to decide. */
    OWN_ENTERPRISE(1108, "ask the other enterprises' administrators to vote"),
    /** The caller's enterprise is suspended or retired by votes of the others. */
    ENTERPRISE_SUSPENDED(1109, "ask the other enterprises' administrators to vote for ADMIT"),

    /** The data account does not exist. */
    NO_DATA_ACCOUNT(1201, "register the data first"),
    /** The registration does not continue the account's last version. */
    DATA_VERSION_CONFLICT(1202, "name the account's current version as parent"),
    /** The account does not allow tasks without a privacy guarantee. */
    UNPROTECTED_NOT_ALLOWED(1203, "register the data with allowUnprotected, or join a protected task"),
    /** The allotment for this task is used up. */
    ALLOTMENT_SPENT(1204, "top up the allotment or leave the task"),
    /** The account's cap would be exceeded. */
    BUDGET_EXCEEDED(
            1205, "ask for fewer submissions, join a task with more noise, or let an administrator raise the cap"),
    /** A data account's terms may not be changed so: δ is fixed for life, and weaker protection takes an administrator. */
    ACCOUNT_TERMS_FIXED(1206, "keep the terms, strengthen them, or ask an administrator of the enterprise"),
    /** The task charges no privacy budget, so there is nothing to top up or to return. */
    NOT_CHARGED(1207, "nothing needs to be done"),
    /** Whoever left a task and joins it with other data must first return the allotment paid by the earlier data. */
    ALLOTMENT_HELD(1208, "release the allotment first"),

    /** A task of that name exists. */
    TASK_EXISTS(2001, "choose another name"),
    /** The specification cannot work. */
    SPEC_IMPOSSIBLE(2002, "change the named setting"),
    /** The specification asks for something this version does not have. */
    NOT_SUPPORTED(2003, "use the supported setting named in the message"),
    /** The task is not in a state that allows this. */
    WRONG_TASK_STATE(2004, "look at the task's state"),
    /** The specification's digest is not the task's. */
    SPEC_MISMATCH(2005, "read the task again and decide whether to join it"),
    /** The participant has joined already, with other terms. */
    ALREADY_JOINED(2006, "leave the task first"),
    /** The participant has not joined this task. */
    NOT_JOINED(2007, "join the task first"),
    /** Too few participants or enterprises to start. */
    TOO_FEW_PARTICIPANTS(2008, "wait until more have joined"),
    /** The test set or its salt does not match the commitment. */
    TEST_SET_MISMATCH(2009, "reveal the salt and CID committed at Create"),
    /** The task is pinned to other rules than this chaincode has. */
    RULES_VERSION(2010, "use the chaincode version the task was created with"),
    /** The initial model is not what the specification says of it. */
    INITIAL_MODEL(2011, "name the CID of the model that the specification describes"),
    /** A task brought along as a prior has not ended, or the participant had no part in it. */
    NO_PRIOR(2012, "name tasks that have ended and that you took part in"),
    /** The task's terms keep members' scores with their owners. */
    SCORES_NOT_SHARED(2013, "keep the score; only tasks created with evaluation SHARED take it"),

    /** The version is not collecting. */
    NOT_COLLECTING(3001, "train on the head version"),
    /** The participant is not selected in this version. */
    NOT_SELECTED(3002, "wait to be selected"),
    /** Another update of this participant is recorded for this version. */
    DUPLICATE_UPDATE(3003, "a version takes one update per participant"),
    /** The beacon value is not the preimage of the registered tip. */
    BEACON_MISMATCH(3004, "reveal the next value of the hash chain registered at Join"),
    /** The declared length cannot be right for this task. */
    WRONG_LENGTH(3005, "encode the update as the task specifies"),
    /** The declared encoding or noise is not the task's. */
    WRONG_ENCODING(3006, "encode and perturb the update as the task specifies"),

    /** The version named is not the head. */
    NOT_HEAD(4001, "read the head version again"),
    /** The version is not closed. */
    NOT_CLOSED(4002, "close the version first"),
    /** Neither is the target in nor has the deadline passed. */
    TOO_EARLY(4003, "wait for the submissions or the deadline"),
    /** The transaction's timestamp is too far from this endorser's clock. */
    CLOCK_SKEW(4004, "set the clock; status shows the offsets"),
    /** The aggregate is not what this endorser computes. */
    AGGREGATE_MISMATCH(4005, "recompute the aggregate from the same updates"),
    /** An update named unavailable is available to this endorser. */
    AVAILABLE(4006, "judge the update and rebuild the list"),
    /** An update may not yet be named unavailable. */
    NOT_YET_UNAVAILABLE(4007, "wait for the deadline"),
    /** A join or leave named in the request does not stand on the ledger. */
    ROSTER_MISMATCH(4008, "rebuild the lists of joins and leaves"),
    /** A participant named is no contributor of this version. */
    NOT_CONTRIBUTOR(4009, "name contributors of the closed version"),
    /** Another score of this participant is recorded for this version. */
    DUPLICATE_SCORE(4010, "a version takes one score per participant"),

    /** This endorser is busy with the same job; the work goes on. */
    BUSY(5001, "retry in a second"),
    /** Bytes this decision needs could not be fetched in time. */
    CONTENT_UNAVAILABLE(5002, "retry; if it lasts, see whether the content stores are connected"),

    /** This endorser failed at something that no caller can cause. */
    DEFECT(9001, "retry through another enterprise, and report it with this endorser's log");

    private final int number;
    private final String advice;

    RefusalCode(int number, String advice) {
        this.number = number;
        this.advice = advice;
    }

    /** The stable number, 1001 to 5999. */
    public int number() {
        return number;
    }

    /** What the person or program that was refused can do. */
    public String advice() {
        return advice;
    }

    /** The prefix of every message with this code, without the blank. */
    public String prefix() {
        return "FF-" + number;
    }

    /** Whether the same request may succeed a little later. */
    public boolean isTransient() {
        return number >= 5000 && number < 6000;
    }
}
