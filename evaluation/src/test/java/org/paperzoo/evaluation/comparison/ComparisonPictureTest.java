package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ComparisonPictureTest {

    private static final List<String> ENGINES = List.of("PyTorch", "TorchScript", "ONNX Runtime", "OpenVINO");

    @Test
    void hostileNamesLeaveTheDocumentWellFormedAndWithoutElementsOfTheirOwn() throws Exception {
        List<String> names = List.of(
                "</text><script>alert(1)</script>",
                "\" onload=\"alert(1)' & %d %n",
                "]]>\u0000\u001b\uFFFE\uD800 \u202Egpj",
                "\uD83D\uDE80".repeat(200));
        String svg = ComparisonPicture.svg(SampleReports.of(names, 2));
        Document document = parse(svg);
        assertEquals(0, document.getElementsByTagName("script").getLength());
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            assertFalse(((Element) all.item(i)).hasAttribute("onload"));
        }
        assertTrue(texts(document).stream().anyMatch(text -> text.startsWith("</text><script>")));
        assertFalse(svg.contains("\u202E"));
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws Exception {
        String svg = ComparisonPicture.svg(SampleReports.of(ENGINES, 3));
        assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"));
        assertFalse(svg.contains("url("));
        assertFalse(svg.contains("href"));
    }

    @Test
    void textsStayInsideThePictureAndApartFromEachOther() throws Exception {
        for (int engines = 1; engines <= 4; engines++) {
            for (int settings = 1; settings <= 9; settings++) {
                Document document =
                        parse(ComparisonPicture.svg(SampleReports.of(ENGINES.subList(0, engines), settings)));
                assertNoOverlap(document);
            }
        }
        assertNoOverlap(parse(ComparisonPicture.svg(SampleReports.of(List.of("W".repeat(99), "m".repeat(99)), 9))));
    }

    @Test
    void everyEngineOfEverySettingHasABarAndEverySettingARoofline() throws Exception {
        Document document = parse(ComparisonPicture.svg(SampleReports.of(ENGINES, 3)));
        NodeList bars = document.getElementsByTagName("rect");
        int labelled = 0;
        for (int i = 0; i < bars.getLength(); i++) {
            labelled += ((Element) bars.item(i)).getElementsByTagName("title").getLength();
        }
        assertEquals(12, labelled);
        NodeList lines = document.getElementsByTagName("line");
        int rooflines = 0;
        for (int i = 0; i < lines.getLength(); i++) {
            rooflines += ((Element) lines.item(i)).getAttribute("class").equals("least") ? 1 : 0;
        }
        assertEquals(3 + 1, rooflines, "one for each panel, one in the legend");
    }

    @Test
    void axesHaveRoundSteps() {
        assertEquals(0.001, ComparisonPicture.step(0.00091), 1e-12);
        assertEquals(2, ComparisonPicture.step(1.2), 1e-12);
        assertEquals(2.5, ComparisonPicture.step(2.1), 1e-12);
        assertEquals(50, ComparisonPicture.step(26), 1e-12);
        assertEquals(100, ComparisonPicture.step(100), 1e-9);
    }

    @Test
    void thePictureIsWrittenToAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("comparison.svg");
        ComparisonPicture.write(SampleReports.of(ENGINES, 1), file);
        parse(Files.readString(file));
    }

    private record Box(double left, double right, double baseline, String text) {}

    private static void assertNoOverlap(Document document) {
        double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(document.getDocumentElement().getAttribute("height"));
        List<Box> boxes = new ArrayList<>();
        NodeList texts = document.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element element = (Element) texts.item(i);
            String style = element.getAttribute("class");
            double size = style.equals("title") ? 17 : style.equals("head") ? 13 : 12;
            double length = SvgText.width(element.getTextContent(), size);
            double x = Double.parseDouble(element.getAttribute("x"));
            double left = switch (element.getAttribute("text-anchor")) {
                case "end" -> x - length;
                case "middle" -> x - length / 2;
                default -> x;
            };
            Box box = new Box(
                    left, left + length, Double.parseDouble(element.getAttribute("y")), element.getTextContent());
            assertTrue(box.left() >= 0 && box.right() <= width, box + " leaves the picture");
            assertTrue(box.baseline() < height, box + " leaves the picture");
            for (Box other : boxes) {
                boolean apart = Math.abs(other.baseline() - box.baseline()) >= 12
                        || other.right() <= box.left()
                        || box.right() <= other.left();
                assertTrue(apart, box + " covers " + other);
            }
            boxes.add(box);
        }
    }

    private static List<String> texts(Document document) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static Document parse(String svg) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
