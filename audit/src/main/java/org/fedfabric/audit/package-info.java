/**
 * The audit: says from blocks, certificates and content-addressed bytes what became of a task, believing nobody's flags.
 *
 * <p>Blocks come from the own peer or from a bundle; {@link org.fedfabric.audit.chain} proves what can be proved from them
 * alone and hands every transaction on; a {@link org.fedfabric.audit.Replay} executes FedFabric's rules again on the state
 * they make. Both answer {@link org.fedfabric.audit.finding.Finding}s; none means that everything recorded follows from
 * what came before it.
 */
package org.fedfabric.audit;
