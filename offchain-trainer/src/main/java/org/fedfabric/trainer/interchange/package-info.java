/**
 * Takes models out of a federation and into one. {@link org.fedfabric.trainer.interchange.Dl4jModel} turns a network and
 * its parameters into a Deeplearning4j model, which any JVM program can load and go on with, and back; {@link
 * org.fedfabric.trainer.interchange.OnnxModel} into an ONNX model, which most runtimes can load. Deeplearning4j, whose
 * libraries hold the classes of ONNX's format too, is loaded only when this package is used; training does without it.
 */
package org.fedfabric.trainer.interchange;
