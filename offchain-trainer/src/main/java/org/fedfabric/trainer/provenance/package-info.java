/**
 * Where a published model came from, gathered from the ledger: {@link org.fedfabric.trainer.provenance.ModelProvenance}
 * names the terms, seeds, data digests and updates that it was made of. What the ledger's rules guarantee and what a
 * trainer merely says of itself are kept apart.
 */
package org.fedfabric.trainer.provenance;
