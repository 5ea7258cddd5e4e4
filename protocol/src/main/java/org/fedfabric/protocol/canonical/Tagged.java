package org.fedfabric.protocol.canonical;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a record its name in JSON when it is one case of a sealed interface: the object's first member is
 * {@code "kind": value}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Tagged {
    /** The record's name, lower case with hyphens. */
    String value();
}
