/** What an endorser and an aggregator compute: judging, aggregation, encodings. One thread, processor time. */
package org.fedfabric.benchmarks.rules;
