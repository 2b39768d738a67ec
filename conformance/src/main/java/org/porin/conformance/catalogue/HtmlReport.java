package org.porin.conformance.catalogue;

import java.util.List;
import java.util.Locale;
import org.porin.conformance.catalogue.Coverage.Tally;

/** The report as one page, every row with its tests. */
final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Porin: requirements and the tests that prove them</title>
      <style>
      body { font-family: sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .3em .6em; border-bottom: 1px solid #ccc; }
      td.id { white-space: nowrap; }
      tr.proven td.id { border-left: .4em solid #2a7; }
      tr.failed td.id { border-left: .4em solid #c22; }
      tr.open td.id { border-left: .4em solid #ccc; }
      .note { color: #555; }
      code { font-size: .9em; overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <h1>Requirements and the tests that prove them</h1>
      <p>A row is proven if one of its tests at least passed and none failed in this build.</p>
      """;

  private HtmlReport() {}

  static String of(Coverage coverage, List<Suite> suites) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<table><tr><th>Specification<th>MUST<th>all rows</tr>\n");
    coverage
        .bySpecification()
        .forEach((name, rows) -> summary(page, link(name), coverage.tally(rows)));
    summary(page, "all", coverage.total());
    page.append("</table>\n<h2>Interop suites</h2>\n<ul>\n");
    for (Suite suite : suites) {
      page.append("<li>").append(escape(suite.name() + ": " + suite)).append("</li>\n");
    }
    page.append("</ul>\n");
    coverage.bySpecification().forEach((name, rows) -> section(page, coverage, name, rows));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void summary(StringBuilder page, String name, Tally tally) {
    page.append("<tr><td>").append(name);
    page.append("<td>").append(tally.provenMust()).append(" of ").append(tally.must());
    page.append("<td>").append(tally.proven()).append(" of ").append(tally.rows());
    page.append("</tr>\n");
  }

  private static void section(StringBuilder page, Coverage coverage, String name, List<Row> rows) {
    page.append("<h2 id=\"").append(anchor(name)).append("\">").append(name).append("</h2>\n");
    page.append("<table><tr><th>Row<th>Level<th>Requirement<th>Tests</tr>\n");
    for (Row row : rows) {
      row(page, row, coverage.isProven(row), coverage.tests(row));
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, Row row, boolean proven, List<TestResult> tests) {
    boolean failed = tests.stream().anyMatch(test -> test.outcome() == TestResult.Outcome.FAILED);
    page.append("<tr class=\"").append(proven ? "proven" : failed ? "failed" : "open");
    page.append("\"><td class=\"id\">").append(escape(row.id()));
    page.append("<td>").append(row.level()).append("<td>").append(escape(row.requirement()));
    if (!row.note().isEmpty()) {
      page.append(" <span class=\"note\">").append(escape(row.note())).append("</span>");
    }
    page.append("<td>");
    for (TestResult test : tests) {
      page.append("<code>").append(escape(test.test())).append("</code> ");
      page.append(test.outcome().name().toLowerCase(Locale.ROOT)).append("<br>");
    }
    page.append("</tr>\n");
  }

  private static String link(String name) {
    return "<a href=\"#" + anchor(name) + "\">" + name + "</a>";
  }

  private static String anchor(String name) {
    return name.replace(' ', '-').toLowerCase(Locale.ROOT);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
