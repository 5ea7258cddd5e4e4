/**
 * The replay of a task: every transaction that counts is carried out again by FedFabric's own chaincode, on the state that
 * the transactions before it left, at the time it names, with the bytes that lie under the ledger's addresses; and what
 * comes out is compared with what its endorsers signed. Enrolments, selection, verdicts, sums, reputations and privacy
 * charges are thereby all recomputed by the rules that made them.
 *
 * <p>The state is always the recorded one, so a divergence is found in the transaction that brought it in, and what follows
 * honestly from it afterwards is not found again. {@link org.fedfabric.audit.replay.RulesReplay} is where to begin.
 */
package org.fedfabric.audit.replay;
