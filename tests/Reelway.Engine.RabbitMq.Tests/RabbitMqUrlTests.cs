namespace Reelway.Engine.RabbitMq.Tests;

public sealed class RabbitMqUrlTests
{
    [Theory]
    [InlineData("amqp://kim:secret@broker", "broker:5672")]
    [InlineData("amqp://kim:secret@broker/", "broker:5672")]
    [InlineData("amqps://kim:secret@broker", "broker:5671")]
    [InlineData("amqp://kim:p%40ss@10.0.0.7:5673/media", "10.0.0.7:5673/media")]
    [InlineData("amqp://kim:secret@broker/%2Fteam%20a", "broker:5672//team a")]
    [InlineData("amqp://kim@[::1]:5672/media", "[::1]:5672/media")]
    public void An_address_is_shown_without_its_password(string text, string where)
    {
        var url = RabbitMqUrl.TryParse(text, out var problem);

        Assert.Null(problem);
        Assert.Equal(where, url!.Where);
    }

    [Fact]
    public void User_and_password_may_hold_escaped_characters()
    {
        var url = RabbitMqUrl.TryParse("amqp://k%3Aim:p%40s%2Fs@broker", out _);

        Assert.Equal("k:im", url!.Factory.UserName);
        Assert.Equal("p@s/s", url.Factory.Password);
        Assert.Equal("/", url.Factory.VirtualHost);
        Assert.False(url.Factory.Ssl.Enabled);
    }

    [Fact]
    public void Tls_checks_the_broker_s_name()
    {
        var url = RabbitMqUrl.TryParse("amqps://kim:secret@broker.example", out _);

        Assert.True(url!.Factory.Ssl.Enabled);
        Assert.Equal("broker.example", url.Factory.Ssl.ServerName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("broker:5672")]
    [InlineData("http://kim:secret@broker")]
    [InlineData("amqp://broker")]
    [InlineData("amqp://:secret@broker")]
    [InlineData("amqp://kim:secret@broker/a/b")]
    [InlineData("amqp://kim:secret@broker/media?heartbeat=5")]
    [InlineData("amqp://kim:secret@broker:99999/media")]
    public void What_is_no_address_is_refused_with_a_sentence_that_does_not_repeat_it(string text)
    {
        Assert.Null(RabbitMqUrl.TryParse(text, out var problem));
        Assert.NotNull(problem);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }
}
