/**
 * The records on the ledger and the requests that change them, in canonical JSON. About one kilobyte per update,
 * whatever the model's size.
 */
package org.fedfabric.protocol.ledger;
