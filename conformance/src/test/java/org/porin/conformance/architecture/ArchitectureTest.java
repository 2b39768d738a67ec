package org.porin.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The rules that hold across modules; what {@code mapping} may not touch stands in its own tests.
 */
class ArchitectureTest {
  private static final Map<String, JavaClasses> MODULES = importModules();
  private static final Set<String> NO_NOUNS =
      Set.of("util", "utils", "manager", "helper", "helpers", "impl", "common", "misc");

  @Test
  void noPackageLiesInTwoModules() {
    Map<String, Set<String>> modulesOfPackage = new LinkedHashMap<>();
    MODULES.forEach(
        (module, classes) ->
            packages(classes)
                .forEach(
                    name ->
                        modulesOfPackage
                            .computeIfAbsent(name, each -> new TreeSet<>())
                            .add(module)));
    assertThat(modulesOfPackage).isNotEmpty().allSatisfy((name, in) -> assertThat(in).hasSize(1));
  }

  @Test
  void packagesOfAModuleDependOnEachOtherInOneDirectionOnly() {
    MODULES
        .values()
        .forEach(
            slices().matching("org.porin.(**)").should().beFreeOfCycles().allowEmptyShould(true)
                ::check);
  }

  @Test
  void theEdgesDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("org.porin.component..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.porin.simple..", "org.porin.membrane..", "org.porin.daemon..")
        .allowEmptyShould(true)
        .check(MODULES.get("bridge"));
    noClasses()
        .that()
        .resideInAPackage("org.porin.simple..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.porin.component..", "org.porin.membrane..", "org.porin.daemon..")
        .allowEmptyShould(true)
        .check(MODULES.get("bridge"));
  }

  @Test
  void nothingButTheCompositionRootIsBuiltOnTheDaemon() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.porin.daemon..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.porin.daemon..")
        .allowEmptyShould(true)
        .check(MODULES.get("bridge"));
  }

  @Test
  void everyNameIsANounOfTheField() {
    MODULES
        .values()
        .forEach(
            classes -> {
              assertThat(packages(classes))
                  .allSatisfy(
                      name ->
                          assertThat(name.split("\\.", -1)).doesNotContainAnyElementsOf(NO_NOUNS));
              assertThat(classes)
                  .extracting(JavaClass::getSimpleName)
                  .noneMatch(name -> name.matches(".*(Util|Utils|Manager|Helper|Impl)"));
            });
  }

  private static Set<String> packages(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackage)
        .map(JavaPackage::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, JavaClasses> importModules() {
    Map<String, JavaClasses> modules = new LinkedHashMap<>();
    for (String module : List.of("mapping", "bridge", "conformance")) {
      Path classes = Path.of("..", module, "target", "classes");
      assertThat(classes).as("compiled classes of " + module).isDirectory();
      modules.put(module, new ClassFileImporter().importPath(classes));
    }
    return modules;
  }
}
