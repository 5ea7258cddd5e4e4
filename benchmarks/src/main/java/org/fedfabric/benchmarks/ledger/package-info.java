/** How fast the embedded network commits, as a client of fabric-gateway sees it: wall time, network in its own process. */
package org.fedfabric.benchmarks.ledger;
