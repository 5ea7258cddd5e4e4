/**
 * What a whole network does with a task, real or embedded: submissions of many participants at once, and a version judged and
 * aggregated inside its endorsement. The entry types are the two benchmarks; the network is the user's, or an embedded one
 * that is started for the run.
 */
package org.fedfabric.benchmarks.network;
