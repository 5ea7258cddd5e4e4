/** Content addresses, and the one client that reads and writes blobs by them: every byte read is checked. */
package org.fedfabric.contentstore;
