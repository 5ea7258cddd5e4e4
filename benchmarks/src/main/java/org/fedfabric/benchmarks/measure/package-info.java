/** How anything is measured here: contenders that take turns, five windows each, median with least and most. */
package org.fedfabric.benchmarks.measure;
