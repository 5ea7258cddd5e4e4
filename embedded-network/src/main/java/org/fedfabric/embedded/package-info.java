/** A development network in one JVM that speaks Fabric's gRPC protocols and Kubo's RPC. One machine, one operator. */
package org.fedfabric.embedded;
