import edu.stanford.nlp.ling.CoreAnnotations.SentencesAnnotation;
import edu.stanford.nlp.ling.CoreAnnotations.TokensAnnotation;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.util.CoreMap;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Labels names: one text a line in, its line breaks written as "\n"; one line out for
 * each, with "TYPE start end" between tabs, offsets in code points. Asked for texts, labels
 * and the teacher's language.
 */
public class Label {
  public static void main(String[] arguments) throws Exception {
    var properties = new Properties();
    var isEnglish = arguments[2].equals("english");
    if (!isEnglish) {
      var own = "StanfordCoreNLP-" + arguments[2] + ".properties";
      try (var file = Label.class.getClassLoader().getResourceAsStream(own)) {
        properties.load(file);
      }
    }
    // English names are told by lemmas too, German ones by words alone.
    properties.setProperty("annotators", "tokenize,ssplit," + (isEnglish ? "pos,lemma," : "") + "ner");
    // A name never crosses a line.
    properties.setProperty("ssplit.newlineIsSentenceBreak", "always");
    properties.setProperty("tokenize.options", "untokenizable=noneKeep");
    properties.setProperty("ner.applyFineGrained", "false");
    properties.setProperty("ner.applyNumericClassifiers", "false");
    properties.setProperty("ner.useSUTime", "false");
    properties.setProperty("ner.buildEntityMentions", "false");
    var teacher = new StanfordCoreNLP(properties);
    try (var texts = Files.lines(Path.of(arguments[0]));
        var out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])))) {
      var done = 0;
      for (var line : (Iterable<String>) texts::iterator) {
        out.println(label(teacher, line.replace("\\n", "\n")));
        if (++done % 100 == 0) System.err.println(done + " texts");
      }
    }
  }

  private static String label(StanfordCoreNLP teacher, String text) {
    var document = new Annotation(text);
    teacher.annotate(document);
    var found = new StringBuilder();
    for (CoreMap sentence : document.get(SentencesAnnotation.class)) {
      var type = "O";
      int start = 0;
      int end = 0;
      for (CoreLabel token : sentence.get(TokensAnnotation.class)) {
        var own = token.ner() == null ? "O" : token.ner();
        if (!own.equals(type)) {
          note(found, text, type, start, end);
          type = own;
          start = token.beginPosition();
        }
        end = token.endPosition();
      }
      note(found, text, type, start, end);
    }
    return found.toString();
  }

  private static void note(StringBuilder found, String text, String type, int start, int end) {
    if (type.equals("O")) return;
    found.append(type).append(' ').append(text.codePointCount(0, start));
    found.append(' ').append(text.codePointCount(0, end)).append('\t');
  }
}
