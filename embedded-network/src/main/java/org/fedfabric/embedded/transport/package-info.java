/** gRPC servers on this machine's loopback address, with or without TLS. */
package org.fedfabric.embedded.transport;
