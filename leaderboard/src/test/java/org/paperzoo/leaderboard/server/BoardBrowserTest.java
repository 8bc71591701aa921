package org.paperzoo.leaderboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.leaderboard.page.SampleBoard;
import org.paperzoo.leaderboard.page.Scope;
import org.paperzoo.leaderboard.page.StaticSite;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import org.paperzoo.zoo.catalogue.Catalogue;

/**
 * The pages in a real browser, where Chromium is installed. With the system property {@code paperzoo.screenshots}, pictures
 * of all pages go to that folder.
 */
class BoardBrowserTest {

    private static final int PHONE_WIDTH = 360;

    @TempDir
    private static Path folder;

    private static Playwright playwright;
    private static Browser browser;
    private static ResultStore store;
    private static BoardServer server;
    private static SampleBoard sample;
    private static String axe;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no browser is installed (apt-get install chromium)");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
        store = ResultStore.open(StoreLocation.of(folder.resolve("results.db").toString()));
        sample = SampleBoard.fill(store);
        server = BoardServer.start(store, InetAddress.getLoopbackAddress(), 0, null);
        try (InputStream script = BoardBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (store != null) {
            store.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    private static String address(String path) {
        return "http://localhost:" + server.address().getPort() + "/" + path;
    }

    private static List<String> paths() {
        return List.of(
                "index.html",
                "benchmark/ett-h1-m-24.html",
                "benchmark/coco-2017-val-detection.html",
                "model/informer-etth1-m-24.html",
                "model/informer-of-ours.html",
                "model/detr-resnet-50.html",
                "run/" + sample.forecast + ".html",
                "run/" + sample.texts + ".html",
                "run/" + sample.forecast + "/examples-1.html",
                "run/" + sample.forecast + "/examples-2.html",
                "run/" + sample.detection + "/examples-1.html",
                "run/" + sample.segmentation + "/examples-1.html",
                "run/" + sample.texts + "/examples-1.html");
    }

    /** A page that notes everything that goes wrong on it. */
    private record Watched(Page page, List<String> faults) implements AutoCloseable {

        static Watched open(BrowserContext context) {
            List<String> faults = new ArrayList<>();
            Page page = context.newPage();
            page.onConsoleMessage((ConsoleMessage message) -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    faults.add(message.text());
                }
            });
            page.onPageError(faults::add);
            page.onRequestFailed(request -> faults.add("failed: " + request.url()));
            page.onResponse(response -> {
                if (response.status() >= 400) {
                    faults.add(response.status() + ": " + response.url());
                }
            });
            page.onDialog(dialog -> faults.add("a dialog: " + dialog.message()));
            return new Watched(page, faults);
        }

        @Override
        public void close() {
            page.context().close();
        }
    }

    private static Watched desktop() {
        return Watched.open(browser.newContext());
    }

    private static void shoot(Page page, String name) {
        String target = System.getProperty("paperzoo.screenshots");
        if (target != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(target, name.replace('/', '_').replace(".html", "") + ".png")));
        }
    }

    /** What axe-core finds wrong, a line each. */
    private static List<String> barriers(Page page) {
        page.evaluate(axe);
        Object found = page.evaluate(
                "async () => (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations"
                        + ".map(v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    @Test
    void everyPageLoadsWithoutErrorsAndWithoutBarriers() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            BrowserContext context = browser.newContext(new Browser.NewContextOptions().setColorScheme(scheme));
            try (Watched watched = Watched.open(context)) {
                for (String path : paths()) {
                    watched.page().navigate(address(path));
                    shoot(watched.page(), scheme + "-" + path);
                    assertEquals(List.of(), barriers(watched.page()), path);
                    assertEquals(null, watched.page().evaluate("window.hacked ?? null"), path);
                }
                assertEquals(List.of(), watched.faults());
            }
        }
    }

    @Test
    void pagesFitAPhone() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(PHONE_WIDTH, 720));
        try (Watched watched = Watched.open(context)) {
            for (String path : paths()) {
                watched.page().navigate(address(path));
                shoot(watched.page(), "phone-" + path);
                Object width = watched.page().evaluate("document.documentElement.scrollWidth");
                assertTrue(((Number) width).intValue() <= PHONE_WIDTH, path + " is " + width + " wide");
            }
            assertEquals(List.of(), watched.faults());
        }
    }

    @Test
    void aTableSortsByMouseAndByKeyboard() {
        try (Watched watched = desktop()) {
            Page page = watched.page();
            page.navigate(address("benchmark/ett-h1-m-24.html"));
            Locator heading =
                    page.locator("table").first().locator("th", new Locator.LocatorOptions().setHasText("mse"));
            heading.locator("button").click();
            assertEquals("ascending", heading.getAttribute("aria-sort"));
            assertEquals(List.of(0.474, 0.474, 0.474, 0.59), firstColumnOfNumbers(page));
            heading.locator("button").focus();
            page.keyboard().press("Enter");
            assertEquals("descending", heading.getAttribute("aria-sort"));
            assertEquals(List.of(0.59, 0.474, 0.474, 0.474), firstColumnOfNumbers(page));
            // Speed alone has no value: it is last whichever way.
            assertEquals(
                    "speed alone",
                    page.locator("table")
                            .first()
                            .locator("tbody tr")
                            .last()
                            .locator("td")
                            .nth(1)
                            .textContent());
            assertEquals(List.of(), watched.faults());
        }
    }

    private static List<Double> firstColumnOfNumbers(Page page) {
        return page.locator("table").first().locator("tbody tr td:nth-child(2)[data-value]").all().stream()
                .map(cell -> Double.valueOf(cell.getAttribute("data-value")))
                .toList();
    }

    @Test
    void aFilterShowsTheRowsThatHoldItsWords() {
        try (Watched watched = desktop()) {
            Page page = watched.page();
            page.navigate(address("benchmark/ett-h1-m-24.html"));
            Locator box = page.locator(".filtered").first();
            box.locator("input").fill("onnx informer");
            assertEquals(1, box.locator("tbody tr:visible").count());
            assertEquals("1 of 5 rows", box.locator("[role=status]").textContent());
            box.locator("input").fill("");
            assertEquals(5, box.locator("tbody tr:visible").count());
            assertEquals(List.of(), watched.faults());
        }
    }

    @Test
    void chartsAreDrawnAndRedrawnInTheDark() {
        try (Watched watched = desktop()) {
            Page page = watched.page();
            page.navigate(address("benchmark/ett-h1-m-24.html"));
            assertEquals(2, page.locator(".chart[data-drawn=yes] canvas").count());
            assertDrawn(page);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.waitForTimeout(200);
            assertEquals(2, page.locator(".chart[data-drawn=yes] canvas").count());
            assertDrawn(page);
            page.navigate(address("run/" + sample.forecast + "/examples-1.html"));
            assertEquals(20, page.locator(".chart[data-drawn=yes] canvas").count());
            assertDrawn(page);
            assertEquals(List.of(), watched.faults());
        }
    }

    /** Every canvas has points that are not blank. */
    private static void assertDrawn(Page page) {
        Object blank = page.evaluate("[...document.querySelectorAll('.chart canvas')].filter(c => !c.getContext('2d')"
                + ".getImageData(0, 0, c.width, c.height).data.some(v => v !== 0)).length");
        assertEquals(0, ((Number) blank).intValue());
    }

    @Test
    void aPersonGetsFromTheOverviewToTheExamplesOfARun() {
        try (Watched watched = desktop()) {
            Page page = watched.page();
            page.navigate(address(""));
            page.getByText("coco-2017-val-detection").click();
            page.locator(".address").first().click();
            page.getByText("what went in").click();
            assertNotNull(page.locator("svg image").first().getAttribute("href"));
            assertEquals(3, page.locator("svg rect").count());
            page.locator("nav a").first().click();
            assertEquals("Models beside their papers – paperzoo", page.title());
            assertEquals(List.of(), watched.faults());
        }
    }

    @Test
    void pagesOpenFromDisk() throws IOException {
        Path site = folder.resolve("site");
        new StaticSite(store, Catalogue.standard(), Scope.ALL).write(site);
        try (Watched watched = desktop()) {
            Page page = watched.page();
            for (String path : paths()) {
                if (!path.contains("examples-2")) {
                    page.navigate(site.resolve(path).toUri().toString());
                    assertEquals(List.of(), barriers(page), path);
                }
            }
            page.navigate(site.resolve("benchmark/ett-h1-m-24.html").toUri().toString());
            assertEquals(2, page.locator(".chart[data-drawn=yes] canvas").count());
            assertDrawn(page);
            page.locator("table").first().locator("th button").first().click();
            page.locator(".address").first().click();
            assertTrue(page.title().startsWith("Run "), page.title());
            assertEquals(List.of(), watched.faults());
        }
    }
}
