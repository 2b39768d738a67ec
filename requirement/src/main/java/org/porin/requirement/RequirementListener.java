package org.porin.requirement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what each test did into the directory named by the system property {@code
 * porin.requirements.directory}; does nothing without it. A line is id, outcome, test and reason,
 * separated by tabs: one for each id that the test names, one with the id {@code -} for a test that
 * names none. JUnit finds it by {@link java.util.ServiceLoader}. Safe for tests that run in
 * parallel.
 */
public final class RequirementListener implements TestExecutionListener {
  /** Where the lines go; a file for each JVM that runs tests, or several. */
  public static final String DIRECTORY_PROPERTY = "porin.requirements.directory";

  private static final String NO_ID = "-";

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final String file = ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tsv";

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(RequirementListener::reason).orElse("");
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          record(test, "passed", reason);
        }
      }
      case ABORTED -> record(test, "skipped", reason);
      case FAILED -> record(test, "failed", reason); // of a container: its set-up or tear-down
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    record(test, "skipped", reason);
  }

  /** Of one plan of perhaps several: JVMs that share the classes of a module get one for each. */
  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    if (directory == null || lines.isEmpty()) {
      return;
    }
    try {
      Path target = Files.createDirectories(Path.of(directory));
      Files.write(
          target.resolve(file), taken(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write requirements to " + directory, e);
    }
  }

  private List<String> taken() {
    List<String> taken = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      taken.add(line);
    }
    return taken;
  }

  private void record(TestIdentifier test, String outcome, String reason) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      write(ids(method), outcome, method.getClassName() + "#" + method.getMethodName(), reason);
    } else if (source instanceof ClassSource type) {
      write(ids(type.getJavaClass()), outcome, type.getClassName(), reason);
    }
  }

  private void write(Set<String> ids, String outcome, String test, String reason) {
    for (String id : ids.isEmpty() ? Set.of(NO_ID) : ids) {
      lines.add(String.join("\t", id, outcome, test, oneLine(reason)));
    }
  }

  private static Set<String> ids(MethodSource method) {
    Set<String> ids = ids(method.getJavaClass());
    Requirement onMethod = method.getJavaMethod().getAnnotation(Requirement.class);
    if (onMethod != null) {
      ids.addAll(Arrays.asList(onMethod.value()));
    }
    return ids;
  }

  /** The ids of a class and of those it is nested in. */
  private static Set<String> ids(Class<?> type) {
    Set<String> ids = new TreeSet<>();
    for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
      Requirement onClass = each.getAnnotation(Requirement.class);
      if (onClass != null) {
        ids.addAll(Arrays.asList(onClass.value()));
      }
    }
    return ids;
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getName() : message;
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("").replace('\t', ' ');
  }
}
