/**
 * The costly part of endorsing: fetching bytes, judging updates, computing the next model. It runs in threads of its own,
 * remembers what it has computed under keys that determine the result, and goes on when a caller stops waiting, so that a
 * retry finds it done. Entry: {@link org.fedfabric.chaincode.judging.Judging}.
 *
 * <p>Nothing here decides anything: the verdict is the protocol's {@code Judge}'s, and time only decides whether this
 * endorser answers now.
 */
package org.fedfabric.chaincode.judging;
