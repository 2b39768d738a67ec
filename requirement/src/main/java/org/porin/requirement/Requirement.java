package org.porin.requirement;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The catalogue rows (for example {@code 3922-4.1.6-1}) that a test method, or every test of a
 * class, proves. An id that the catalogue does not have fails {@code mvn verify}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {
  /** Row ids, each as the first column of {@code requirements.tsv} has it. */
  String[] value();
}
