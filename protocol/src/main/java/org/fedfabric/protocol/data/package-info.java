/**
 * How rows become numbers, agreed per task, so that a trainer's features and a validator's are the same: the schema of a
 * table, its encoding into features, and the byte form of a validation set.
 */
package org.fedfabric.protocol.data;
