package org.porin.requirement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Writes one line a requirement and test — id, outcome, test, reason, separated by tabs — into the
 * directory named by the system property {@code porin.requirements.directory}; does nothing without
 * it. JUnit finds it by {@link java.util.ServiceLoader}. Safe for tests that run in parallel.
 */
public final class RequirementListener implements TestExecutionListener {
  /** Where the lines go; a file for each JVM that runs tests. */
  public static final String DIRECTORY_PROPERTY = "porin.requirements.directory";

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String outcome =
        switch (result.getStatus()) {
          case SUCCESSFUL -> "passed";
          case ABORTED -> "skipped";
          case FAILED -> "failed";
        };
    record(test, outcome, result.getThrowable().map(Throwable::getMessage).orElse(""));
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    record(test, "skipped", reason);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    if (directory == null || lines.isEmpty()) {
      return;
    }
    try {
      Path target = Files.createDirectories(Path.of(directory));
      Files.write(target.resolve(ProcessHandle.current().pid() + ".tsv"), new ArrayList<>(lines));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write requirements to " + directory, e);
    }
  }

  private void record(TestIdentifier test, String outcome, String reason) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method && test.isTest()) {
      String name = method.getClassName() + "#" + method.getMethodName();
      for (String id : ids(method)) {
        lines.add(String.join("\t", id, outcome, name, oneLine(reason)));
      }
    } else if (source instanceof ClassSource type && outcome.equals("skipped")) {
      lines.add(String.join("\t", "-", outcome, type.getClassName(), oneLine(reason)));
    }
  }

  private static Set<String> ids(MethodSource method) {
    Set<String> ids = new TreeSet<>();
    Requirement onMethod = method.getJavaMethod().getAnnotation(Requirement.class);
    if (onMethod != null) {
      ids.addAll(List.of(onMethod.value()));
    }
    Requirement onClass = method.getJavaClass().getAnnotation(Requirement.class);
    if (onClass != null) {
      ids.addAll(List.of(onClass.value()));
    }
    return ids;
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("").replace('\t', ' ');
  }
}
