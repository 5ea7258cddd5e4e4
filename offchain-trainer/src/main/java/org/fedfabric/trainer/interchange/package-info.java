/**
 * Takes models out of a federation: {@link org.fedfabric.trainer.interchange.Dl4jModel} turns a network and its parameters
 * into a Deeplearning4j model, which any JVM program can load and go on with. Deeplearning4j is loaded only when this
 * package is used; training does without it.
 */
package org.fedfabric.trainer.interchange;
