/**
 * The networks a task can train: their description, their parameters as one flat vector, their seeded initial values and
 * a forward pass in plain Java that gives the same bits on every endorser.
 */
package org.fedfabric.protocol.model;
