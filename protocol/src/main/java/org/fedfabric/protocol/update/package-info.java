/** The byte forms of model updates: header, integers, and nothing else (protocol.md §3). */
package org.fedfabric.protocol.update;
