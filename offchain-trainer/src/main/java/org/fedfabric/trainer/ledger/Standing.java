package org.fedfabric.trainer.ledger;

import org.fedfabric.protocol.ledger.RosterMember;

/**
 * A member of a task and what to expect of it.
 *
 * @param member the roster's entry
 * @param expectationMicros expectation that its next update is sound, in millionths
 */
public record Standing(RosterMember member, long expectationMicros) {}
