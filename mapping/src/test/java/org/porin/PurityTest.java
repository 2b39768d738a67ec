package org.porin;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@code mapping} computes follows from its arguments: it touches no socket, thread, clock,
 * file, resolver or logger, and keeps nothing that changes. Streams of the caller's may be read.
 */
@AnalyzeClasses(locations = PurityTest.ThisModule.class)
class PurityTest {
  @ArchTest
  static final ArchRule noSocketChannelOrResolver =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.nio.channels..",
                  "javax.net..",
                  "javax.naming..",
                  "org.xbill..",
                  "io.netty.."))
          .orShould()
          .dependOnClassesThat(nameMatching("java\\.net\\.(?!URI|IDN|URLEncoder|URLDecoder).*"));

  @ArchTest
  static final ArchRule noFile =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.nio.file.."))
          .orShould()
          .dependOnClassesThat(nameMatching("java\\.io\\.(File|RandomAccess|Console).*"));

  @ArchTest
  static final ArchRule noThread =
      noClasses()
          .should()
          .dependOnClassesThat(
              nameMatching(
                  "java\\.lang\\.(Thread|ThreadLocal|Process.*|Runtime)"
                      + "|java\\.util\\.Timer.*"
                      + "|java\\.util\\.concurrent\\.(?!CompletionStage|TimeUnit|atomic).*"))
          .because(
              "CompletionStage alone may be named: the operations of a profile answer with it");

  @ArchTest
  static final ArchRule noClock =
      noClasses()
          .should()
          .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime")))
          .orShould()
          .dependOnClassesThat(nameMatching("java\\.time\\.(Clock|InstantSource)"))
          .because("time is an argument");

  @ArchTest
  static final ArchRule noLoggerAndNoConsole =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.slf4j..", "java.util.logging..", "ch.qos.logback.."))
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule noStaticThatChanges =
      fields().that().areStatic().should().beFinal().allowEmptyShould(true);

  @ArchTest
  static final ArchRule noStaticThatIsMadeToChange =
      noFields()
          .that()
          .areStatic()
          .should()
          .haveRawType(resideInAnyPackage("java.util.concurrent.."));

  /** The product of this module, without its tests and without what it is built on. */
  static final class ThisModule implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(Location.of(Path.of("target", "classes")));
    }
  }
}
