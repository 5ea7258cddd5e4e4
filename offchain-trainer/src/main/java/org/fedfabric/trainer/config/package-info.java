/**
 * What a program may be told: {@link org.fedfabric.trainer.config.Setting} names one thing, with its type and default;
 * {@link org.fedfabric.trainer.config.Settings} collects values from a YAML file, the environment over it and flags over
 * both, and remembers where each came from.
 */
package org.fedfabric.trainer.config;
