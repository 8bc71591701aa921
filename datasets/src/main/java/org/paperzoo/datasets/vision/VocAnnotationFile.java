package org.paperzoo.datasets.vision;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Reads the annotation of one Pascal VOC picture: an XML file whose {@code object} elements have a {@code name}, a {@code
 * bndbox} and perhaps {@code difficult}. Document types and entities are not followed.
 */
public final class VocAnnotationFile {

    private static final List<String> SIDES = List.of("xmin", "ymin", "xmax", "ymax");

    /** A name or a number; nothing that is read is longer. */
    private static final int LONGEST_TEXT = 1000;

    private static final int DEEPEST = 100;

    private final Path file;
    private final XMLStreamReader xml;
    private final Deque<String> path = new ArrayDeque<>();
    private final Map<String, String> fields = new HashMap<>();
    private final List<VocObject> objects = new ArrayList<>();

    private VocAnnotationFile(Path file, XMLStreamReader xml) {
        this.file = file;
        this.xml = xml;
    }

    /**
     * The objects of a file, in its order.
     *
     * @throws InvalidDataException if it is not XML, or an object has no name or no box; the message names file and line
     */
    public static List<VocObject> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such annotation file");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            VocAnnotationFile reading = new VocAnnotationFile(file, factory.createXMLStreamReader(input));
            reading.readAll();
            return reading.objects;
        } catch (XMLStreamException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNumber();
            throw new InvalidDataException(file + line + ": is not XML", e);
        }
    }

    private void readAll() throws XMLStreamException, InvalidDataException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (path.size() == DEEPEST) {
                        throw wrong("elements lie more than " + DEEPEST + " deep");
                    }
                    path.addLast(xml.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() <= LONGEST_TEXT) {
                        text.append(
                                xml.getTextCharacters(),
                                xml.getTextStart(),
                                Math.min(xml.getTextLength(), LONGEST_TEXT));
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    end(String.join("/", path), text.toString().strip());
                    path.removeLast();
                    text.setLength(0);
                }
                default -> {}
            }
        }
    }

    /** Parts of an object have boxes too, further down, which are passed over. */
    private void end(String where, String text) throws InvalidDataException {
        if (where.equals("annotation/object")) {
            double[] sides = new double[SIDES.size()];
            for (int i = 0; i < sides.length; i++) {
                sides[i] = number(SIDES.get(i));
            }
            if (field("name").isEmpty()) {
                throw wrong("an object has an empty name");
            }
            boolean difficult = fields.containsKey("difficult") && number("difficult") != 0;
            objects.add(new VocObject(field("name"), sides[0], sides[1], sides[2], sides[3], difficult));
            fields.clear();
        } else if (where.equals("annotation/object/name") || where.equals("annotation/object/difficult")) {
            fields.put(path.getLast(), text);
        } else if (where.startsWith("annotation/object/bndbox/")) {
            fields.put(path.getLast(), text);
        }
    }

    private String field(String name) throws InvalidDataException {
        String value = fields.get(name);
        if (value == null) {
            throw wrong("an object has no " + name);
        }
        return value;
    }

    private double number(String name) throws InvalidDataException {
        String value = field(name);
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong("an object has the " + name + " \"" + value + "\", which is no number");
        }
        throw wrong("an object has the " + name + " " + value);
    }

    private InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ":" + xml.getLocation().getLineNumber() + ": " + what);
    }
}
